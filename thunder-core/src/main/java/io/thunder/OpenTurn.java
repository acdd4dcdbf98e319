package io.thunder;

import io.thunder.chat.Usage;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.TurnOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A turn in flight that its caller is to end, once, by an object in his hands. If the garbage
 * collector finds that object lost, the turn is cancelled, with a warning. Thread-safe.
 */
final class OpenTurn {

  private static final Logger LOG = System.getLogger("io.thunder");
  private static final Cleaner LOST = Cleaner.create();

  private final TurnTicket turn;
  private final EngineLoop loop;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Cleaner.Cleanable cleanable;

  /**
   * Watches over a turn.
   *
   * @param holder what ends the turn
   * @param what the word for it
   * @param turn the turn
   * @param loop where its end is told
   * @param stopped whether what the turn asked of its backend is then to be stopped, by its signal
   */
  OpenTurn(Object holder, String what, TurnTicket turn, EngineLoop loop, boolean stopped) {
    this.turn = turn;
    this.loop = loop;
    this.cleanable = LOST.register(holder, new Watch(what, turn, loop, ended, stopped));
  }

  /** Ends the turn, unless it was ended before; returns whether this was its end. */
  boolean end(TurnOutcome outcome, Supplier<@Nullable Usage> usage) {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      loop.submit(new Command.TurnFinished(turn, outcome, usage.get()));
      cleanable.clean();
    }
    return first;
  }

  /**
   * What outlives the holder. It keeps neither the turn, which the engine does as long as that
   * runs, nor the client, nor a transport: a listener or a clock of the caller's may lead from there
   * to the holder, which would then never be lost, nor would the client.
   */
  private static final class Watch implements Runnable {

    private final String what;
    private final WeakReference<TurnTicket> watched;
    private final WeakReference<EngineLoop> client;
    private final AtomicBoolean ended;
    private final boolean stopped;

    Watch(String what, TurnTicket turn, EngineLoop loop, AtomicBoolean ended, boolean stopped) {
      this.what = what;
      this.watched = new WeakReference<>(turn);
      this.client = loop.reference();
      this.ended = ended;
      this.stopped = stopped;
    }

    @Override
    public void run() {
      if (ended.compareAndSet(false, true)) {
        TurnTicket turn = watched.get();
        EngineLoop loop = client.get();
        if (turn != null && loop != null && turn.revocation() == null) {
          cancel(turn, loop);
        }
      }
    }

    private void cancel(TurnTicket turn, EngineLoop loop) {
      loop.submit(new Command.TurnFinished(turn, TurnOutcome.CANCELLED, null));
      LOG.log(
          Level.WARNING,
          "a {0} of program {1} was lost without being ended; turn {2} is cancelled",
          what,
          turn.programId(),
          turn.id());
      if (stopped) {
        turn.cancel().cancel();
      }
    }
  }
}
