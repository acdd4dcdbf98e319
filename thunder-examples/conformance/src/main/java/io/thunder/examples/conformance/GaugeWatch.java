package io.thunder.examples.conformance;

import io.thunder.backend.BackendReading;
import org.jspecify.annotations.Nullable;

/**
 * What the gauges of a server have shown since it had nothing to do: requests that run, and a share of
 * the cache that is in use. Caches that no request holds are not in use, so that the share falls back
 * when a turn ends, whatever stays cached. Not thread-safe.
 */
final class GaugeWatch {

  private final BackendReading idle;
  private boolean sawRunning;
  private double usageMost;

  GaugeWatch(BackendReading idle) {
    this.idle = idle;
    this.usageMost = usageBefore();
  }

  boolean hasAny() {
    return idle.running() != null || idle.kvUsage() != null;
  }

  /** Notes what is shown now; returns whether every gauge that there is has shown a turn by now. */
  boolean sawAll(BackendReading now) {
    sawRunning |= isRunning(now);
    usageMost = Math.max(usageMost, usage(now, 0));
    return (sawRunning || idle.running() == null) && (sawUsage() || idle.kvUsage() == null);
  }

  boolean sawRunning() {
    return sawRunning;
  }

  boolean sawUsage() {
    return usageMost > usageBefore();
  }

  double usageMost() {
    return usageMost;
  }

  /** 0 if that was not shown. */
  double usageBefore() {
    return usage(idle, 0);
  }

  /** Whether every gauge that has shown a turn shows none any more. */
  boolean isOver(BackendReading now) {
    boolean ended = !sawRunning || (now.running() != null && !isRunning(now));
    return ended && (!sawUsage() || usage(now, 1) <= usageBefore());
  }

  /** Whether more runs than before. */
  boolean isRunning(BackendReading now) {
    Long before = idle.running();
    return now.running() != null && now.running() > (before == null ? 0 : before);
  }

  /** Whether what has shown a turn shows nothing any more. */
  boolean isUnknown(BackendReading now) {
    return (sawRunning && now.running() == null) || (sawUsage() && now.kvUsage() == null);
  }

  private static double usage(BackendReading reading, double otherwise) {
    @Nullable Double usage = reading.kvUsage();
    return usage == null ? otherwise : usage;
  }
}
