package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.TokenCounts;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ThunderException;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Permission for one turn to run on one backend, for callers who send it themselves. It ends exactly
 * once: by {@link #complete}, {@link #fail} or {@link #cancel}; {@link #close} cancels it if it is
 * still open, so that try-with-resources never leaks one. A lease that is lost without being ended
 * is cancelled when the garbage collector finds it, with a warning. Thread-safe.
 */
public final class TurnLease implements AutoCloseable {

  private final OpenTurn open;
  private final TurnTicket turn;
  private final Backend backend;
  private final EngineLoop loop;

  TurnLease(TurnTicket turn, Backend backend, EngineLoop loop) {
    this.open = new OpenTurn(this, "lease", turn, loop, /* stopped= */ false);
    this.turn = turn;
    this.backend = backend;
    this.loop = loop;
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
    return turn.programId();
  }

  /**
   * Why the turn must stop although nobody here ended it: its program was released, the client was
   * closed, or nothing was heard of the turn for the lease timeout. The caller should abort its request; ending the lease has no effect then.
   *
   * @return the reason, or empty while the lease is valid
   */
  public Optional<ThunderException> revocation() {
    return Optional.ofNullable(turn.revocation());
  }

  /**
   * Has something done when the lease is revoked, such as aborting the request; at once if it
   * already is. Replaces an earlier action. The action must not refer to the lease: one that is lost
   * would never be found.
   *
   * @param action what to do; short, must not throw
   */
  public void onRevoked(Runnable action) {
    turn.cancel().onCancel(action);
  }

  /**
   * Tells how much was generated so far, so that the program's growth is seen while it happens.
   *
   * @param generatedTokens tokens since the turn began; a number below an earlier one is ignored
   * @throws IllegalArgumentException if that is negative, or above {@link TokenCounts#MAX}
   */
  public void progress(long generatedTokens) {
    TokenCounts.checked(generatedTokens, "generatedTokens");
    loop.submit(new Command.TurnProgressed(turn, generatedTokens));
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
   * BackendUnavailableException}: after two in a row its programs move elsewhere. If it asked to be
   * left alone, pass a {@link BackendFailedException} that says so: it is given no turn until then.
   *
   * @param cause what happened
   * @throws IllegalStateException if the lease was ended before
   */
  public void fail(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    Overload.report(loop, backend.id(), cause, /* before= */ null);
    end(Failures.outcome(cause), null);
    if (cause instanceof BackendUnavailableException) {
      loop.submit(new Command.BackendUnreachable(backend.id(), String.valueOf(cause.getMessage())));
    }
  }

  /** Ends the lease: the turn was given up. Does nothing if the lease was ended before. */
  public void cancel() {
    open.end(TurnOutcome.CANCELLED, () -> null);
  }

  /** The same as {@link #cancel()}. */
  @Override
  public void close() {
    cancel();
  }

  private void end(TurnOutcome outcome, @Nullable Usage usage) {
    if (!open.end(outcome, () -> usage)) {
      throw new IllegalStateException(
          "the lease of turn " + turn.id() + " of program " + program() + " was ended before");
    }
  }
}
