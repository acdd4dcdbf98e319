package io.thunder;

import io.thunder.chat.Usage;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.TurnOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A turn in flight that its caller is to end, once, by an object in his hands. It outlives that
 * object: if the garbage collector finds it lost, the turn is cancelled, with a warning. Thread-safe.
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
   * @param holder what ends the turn; nothing here may refer to it
   * @param what the word for it
   * @param turn the turn
   * @param loop where its end is told
   * @param ifLost what else is to be done then
   */
  OpenTurn(Object holder, String what, TurnTicket turn, EngineLoop loop, Runnable ifLost) {
    this.turn = turn;
    this.loop = loop;
    this.cleanable = LOST.register(holder, () -> lost(what, ifLost));
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

  private void lost(String what, Runnable ifLost) {
    if (end(TurnOutcome.CANCELLED, () -> null)) {
      LOG.log(
          Level.WARNING,
          "a {0} of program {1} was lost without being ended; turn {2} is cancelled",
          what,
          turn.programId(),
          turn.id());
      ifLost.run();
    }
  }
}
