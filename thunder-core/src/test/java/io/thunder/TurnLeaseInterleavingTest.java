package io.thunder;

import io.thunder.chat.Usage;
import io.thunder.concurrency.Interleavings;
import io.thunder.internal.EngineLimits;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ProgramId;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A lease that several threads end at once. */
@Tag("concurrency")
final class TurnLeaseInterleavingTest {

  /** A lease of a turn; its loop reads the clock once for every command, an end that is. */
  public static final class Lease {

    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final TurnLease lease = new TurnLease(
        new TurnTicket(1, new ProgramId("p"), "", 0, 100, 0, List.of(), null),
        ClientBench.backend("b"),
        new EngineLoop(
            SchedulingPolicy.thunder(),
            EngineLimits.DEFAULT,
            ends::incrementAndGet,
            program -> {},
            null));

    /** Creates a lease. */
    public Lease() {}

    /** Ends it well, or throws if it was ended before. */
    public void complete() {
      lease.complete(new Usage(100, 10, null));
      completed.incrementAndGet();
    }

    /** Gives it up. */
    public void cancel() {
      lease.cancel();
    }

    /** The turn ended once. */
    @Validate
    public void endedOnce() {
      if (ends.get() != 1 || completed.get() > 1) {
        throw new AssertionError(ends + " ends, completed " + completed + " times");
      }
    }
  }

  @Test
  void complete_completedOrCancelledMeanwhile_endsTheTurnOnce() {
    Interleavings.explore(Lease.class, "complete", "complete", "cancel");
  }
}
