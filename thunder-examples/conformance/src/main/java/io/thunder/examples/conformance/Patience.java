package io.thunder.examples.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks ten times a second, by this machine's clock. */
final class Patience implements Checks.Pause {

  private static final Duration STEP = Duration.ofMillis(100);

  @Override
  public boolean until(BooleanSupplier seen, Duration atMost) {
    long start = System.nanoTime();
    while (!seen.getAsBoolean()) {
      if (System.nanoTime() - start > atMost.toNanos() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return true;
  }
}
