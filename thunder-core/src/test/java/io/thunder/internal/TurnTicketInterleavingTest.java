package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.concurrency.Interleavings;
import io.thunder.program.ProgramId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hand-over of a verdict from who drains the loop to who waits for it. */
@Tag("concurrency")
final class TurnTicketInterleavingTest {

  private static final Backend BACKEND = Backend.vllm("http://b:1");
  private static final ProgramId PROGRAM = new ProgramId("p");

  /** A turn; a caller who is not woken ends in a deadlock. */
  public static final class Waiting {

    private final TurnTicket turn = new TurnTicket(1, PROGRAM, "", 0, 160, 0, List.of(), null);

    private final AtomicInteger runs = new AtomicInteger();
    private volatile Thread caller;

    /** Creates a turn that is not decided. */
    public Waiting() {}

    /** What the engine does, and then its loop. */
    public void decide() {
      turn.admit(BACKEND);
      turn.wake();
    }

    /** The loop again, for the turn was revoked. */
    public void wake() {
      turn.wake();
    }

    /** A caller that blocks. */
    public boolean await() {
      caller = Thread.currentThread();
      return turn.await();
    }

    /** A caller that is called back. */
    public void whenDecided() {
      turn.whenDecided(runs::incrementAndGet);
    }

    /** Interrupts the caller that blocks. */
    public void interrupt() {
      while (caller == null) {
        Thread.onSpinWait();
      }
      caller.interrupt();
    }

    /** The callback has run once, if there is one. */
    @Validate
    public void calledBackOnce() {
      if (caller == null && runs.get() != 1) {
        throw new AssertionError(runs + " calls back");
      }
    }
  }

  @Test
  void await_decidedMeanwhile_returns() {
    Interleavings.explore(Waiting.class, "decide", "await");
    Interleavings.collide(Waiting.class, "decide", "await");
  }

  @Test
  void await_interruptedMeanwhile_returns() {
    Interleavings.explore(Waiting.class, "interrupt", "await");
  }

  @Test
  void whenDecided_decidedAndRevokedMeanwhile_runsOnce() {
    Interleavings.explore(Waiting.class, "decide", "wake", "whenDecided");
  }
}
