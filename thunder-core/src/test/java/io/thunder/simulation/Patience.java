package io.thunder.simulation;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a seed is given up, from looks at it in equal intervals. What counts is the time for
 * which it computes: a machine may have been busy, or a process halted. A seed that does not compute
 * is given up after so many looks that no busy machine explains it.
 */
final class Patience {

  static final long CPU_MAX_NANOS = TimeUnit.MINUTES.toNanos(2);
  static final long LOOKS_MAX = 24_000;

  private final long lookNanos;
  private long seed = -1;
  private long cpuBefore;
  private long looks;

  /**
   * Begins with none.
   *
   * @param lookNanos the time between two looks
   */
  Patience(long lookNanos) {
    this.lookNanos = lookNanos;
  }

  /**
   * Looks at a seed; returns whether it is to be given up.
   *
   * @param running the seed
   * @param cpuNanos for how long its thread has computed, -1 if unknown: then time counts
   */
  boolean isOver(long running, long cpuNanos) {
    if (running != seed) {
      seed = running;
      cpuBefore = cpuNanos;
      looks = 0;
    }
    looks++;
    long computed = cpuNanos < 0 ? looks * lookNanos : cpuNanos - cpuBefore;
    return computed > CPU_MAX_NANOS || looks > LOOKS_MAX;
  }
}
