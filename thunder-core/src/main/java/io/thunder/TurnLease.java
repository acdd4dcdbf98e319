package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.TokenCounts;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ThunderException;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Permission for one turn to run on one backend, for callers who send it themselves. It ends exactly
 * once: by {@link #complete}, {@link #fail} or {@link #cancel}; {@link #close} cancels it if it is
 * still open, so that try-with-resources never leaks one. A lease that is lost without being ended
 * is cancelled when the garbage collector finds it, with a warning. Thread-safe.
 */
public final class TurnLease implements AutoCloseable {

  private static final Logger LOG = System.getLogger("io.thunder");
  private static final Cleaner LEAKED = Cleaner.create();

  private final Hold hold;
  private final Backend backend;
  private final Cleaner.Cleanable cleanable;

  TurnLease(TurnTicket turn, Backend backend, EngineLoop loop) {
    this.hold = new Hold(turn, loop);
    this.backend = backend;
    this.cleanable = LEAKED.register(this, hold);
  }

  /**
   * Where to send the turn.
   *
   * @return the backend
   */
  public Backend backend() {
    return backend;
  }

  /**
   * Whose turn it is.
   *
   * @return the program
   */
  public ProgramId program() {
    return hold.turn.programId();
  }

  /**
   * Why the turn must stop although nobody here ended it: its program was released, or the client
   * closed. The caller should abort its request; ending the lease has no effect then.
   *
   * @return the reason, or empty while the lease is valid
   */
  public Optional<ThunderException> revocation() {
    return Optional.ofNullable(hold.turn.revocation());
  }

  /**
   * Has something done when the lease is revoked, such as aborting the request; at once if it
   * already is. Replaces an earlier action.
   *
   * @param action what to do; short, must not throw
   */
  public void onRevoked(Runnable action) {
    hold.turn.cancel().onCancel(action);
  }

  /**
   * Tells how much was generated so far, so that the program's growth is seen while it happens.
   *
   * @param generatedTokens tokens since the turn began; a number below an earlier one is ignored
   * @throws IllegalArgumentException if that is negative, or above {@link TokenCounts#MAX}
   */
  public void progress(long generatedTokens) {
    TokenCounts.checked(generatedTokens, "generatedTokens");
    hold.loop.submit(new Command.TurnProgressed(hold.turn, generatedTokens));
  }

  /**
   * Ends the lease: the engine answered.
   *
   * @param usage the engine's own counts, which make the accounting exact
   * @throws IllegalStateException if the lease was ended before
   */
  public void complete(Usage usage) {
    end(TurnOutcome.SUCCEEDED, Objects.requireNonNull(usage, "usage"));
  }

  /**
   * Ends the lease: the backend failed. If it could not be reached at all, pass a {@link
   * BackendUnavailableException}: after two in a row its programs move elsewhere.
   *
   * @param cause what happened
   * @throws IllegalStateException if the lease was ended before
   */
  public void fail(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    end(TurnOutcome.FAILED, null);
    if (cause instanceof BackendUnavailableException) {
      hold.loop.submit(
          new Command.BackendUnreachable(backend.id(), String.valueOf(cause.getMessage())));
    }
  }

  /** Ends the lease: the turn was given up. Does nothing if the lease was ended before. */
  public void cancel() {
    if (hold.close()) {
      hold.finish(TurnOutcome.CANCELLED, null);
      cleanable.clean();
    }
  }

  /** The same as {@link #cancel()}. */
  @Override
  public void close() {
    cancel();
  }

  private void end(TurnOutcome outcome, @Nullable Usage usage) {
    if (!hold.close()) {
      throw new IllegalStateException(
          "the lease of turn " + hold.turn.id() + " of program " + program() + " was ended before");
    }
    hold.finish(outcome, usage);
    cleanable.clean();
  }

  /** What outlives the lease object, so that a lost lease can be ended. */
  private static final class Hold implements Runnable {

    private final TurnTicket turn;
    private final EngineLoop loop;
    private final AtomicBoolean ended = new AtomicBoolean();

    Hold(TurnTicket turn, EngineLoop loop) {
      this.turn = turn;
      this.loop = loop;
    }

    boolean close() {
      return ended.compareAndSet(false, true);
    }

    void finish(TurnOutcome outcome, @Nullable Usage usage) {
      loop.submit(new Command.TurnFinished(turn, outcome, usage));
    }

    @Override
    public void run() {
      if (close()) {
        LOG.log(
            Level.WARNING,
            "a lease of program {0} was lost without being ended; turn {1} is cancelled",
            turn.programId(),
            turn.id());
        finish(TurnOutcome.CANCELLED, null);
      }
    }
  }
}
