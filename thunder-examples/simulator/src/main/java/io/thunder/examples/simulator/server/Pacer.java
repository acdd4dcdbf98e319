package io.thunder.examples.simulator.server;

import java.util.function.BooleanSupplier;

/**
 * Ties virtual time to the wall clock: virtual nanoseconds are wall nanoseconds times a speed.
 *
 * <p>Step ends are absolute points in time. A step that ends late does not delay the next one, so
 * the engine catches up and does not drift. Written by the engine's thread only; {@link #report} may
 * be called from anywhere.
 */
final class Pacer {

  /** Parking ends that much early, and the rest is spun; about the slack of a Linux timer. */
  private static final long SPIN_NANOS = 70_000;

  private final WallClock clock;
  private final double speed;
  private final long startNanos;

  private long steps;
  private long lagNanosMax;
  private double lateNanos;
  private double busyNanos;
  private volatile PaceReport report = new PaceReport(0, 0, 0);

  Pacer(WallClock clock, double speed) {
    this.clock = clock;
    this.speed = speed;
    this.startNanos = clock.nanoTime();
  }

  /** Returns the virtual time that belongs to the present. */
  long virtualNanos() {
    return (long) ((clock.nanoTime() - startNanos) * speed);
  }

  /**
   * Waits for the end of a step, or until told to stop, and records how late it is.
   *
   * @param stepNanos virtual duration of the step
   * @param virtualEndNanos virtual time of its end
   */
  void awaitStepEnd(long stepNanos, long virtualEndNanos, BooleanSupplier stop) {
    long deadline = (long) (virtualEndNanos / speed);
    long now = clock.nanoTime() - startNanos;
    while (now < deadline && !stop.getAsBoolean()) {
      clock.park(deadline - now - SPIN_NANOS);
      now = clock.nanoTime() - startNanos;
    }
    record(stepNanos / speed, Math.max(0, now - deadline));
  }

  private void record(double wallNanos, long lagNanos) {
    steps++;
    lagNanosMax = Math.max(lagNanosMax, lagNanos);
    busyNanos += wallNanos;
    lateNanos += Math.min((double) lagNanos, wallNanos);
    report = new PaceReport(steps, lagNanosMax, lateNanos / busyNanos);
  }

  PaceReport report() {
    return report;
  }
}
