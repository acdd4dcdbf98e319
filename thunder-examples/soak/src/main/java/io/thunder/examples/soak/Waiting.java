package io.thunder.examples.soak;

import io.thunder.examples.replay.run.StopSignal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for things to happen, looking now and then. */
final class Waiting {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private Waiting() {}

  /** Waits until something holds, or for so long, or until the user wants to end. */
  static void until(StopSignal stop, Duration atMost, BooleanSupplier holds) {
    long began = System.nanoTime();
    boolean stopped = false;
    while (!stopped && !holds.getAsBoolean() && System.nanoTime() - began < atMost.toNanos()) {
      stopped = stop.await(LOOK_NANOS);
    }
  }
}
