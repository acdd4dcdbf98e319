package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.VirtualTime;

/** Starts programs as {@link Arrivals} say. */
final class ArrivalProcess {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long STREAM = -1;

  private final Arrivals arrivals;
  private final VirtualTime time;
  private final Runnable starter;
  private final Draws draws;
  private int started;

  ArrivalProcess(Arrivals arrivals, VirtualTime time, long seed, Runnable starter) {
    this.arrivals = arrivals;
    this.time = time;
    this.starter = starter;
    this.draws = Draws.of(seed, STREAM);
  }

  void begin() {
    if (arrivals instanceof Arrivals.ClosedLoop loop) {
      start(loop.programs());
    } else if (arrivals instanceof Arrivals.Batch batch) {
      start(Math.min(batch.parallel(), batch.programs()));
    } else if (arrivals instanceof Arrivals.Poisson poisson) {
      startLater(poisson);
    }
  }

  /** Notes that a program has ended; starts the one that takes its place. */
  void ended() {
    if (arrivals instanceof Arrivals.ClosedLoop) {
      start(1);
    } else if (arrivals instanceof Arrivals.Batch batch && started < batch.programs()) {
      start(1);
    }
  }

  private void start(int programs) {
    for (int i = 0; i < programs; i++) {
      started++;
      starter.run();
    }
  }

  private void startLater(Arrivals.Poisson poisson) {
    double seconds = draws.exponential(1 / poisson.perSecond());
    time.schedule(Math.round(seconds * NANOS_PER_SECOND), () -> {
      start(1);
      startLater(poisson);
    });
  }
}
