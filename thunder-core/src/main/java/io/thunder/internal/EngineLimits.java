package io.thunder.internal;

/**
 * The bounds of the engine.
 *
 * @param waitingTurnsMax turns that may wait
 * @param programIdleNanos after how long without a turn a program expires, 0 for never
 * @param assumedCapacityTokens the capacity of a backend that does not show one
 * @param unavailableNanos how long turns wait while no backend is up, before they are refused
 * @param leaseNanos after how long without a sign of life a turn in flight is lost, 0 for never
 */
public record EngineLimits(
    int waitingTurnsMax,
    long programIdleNanos,
    long assumedCapacityTokens,
    long unavailableNanos,
    long leaseNanos) {

  /** 100,000 turns; one hour; 131,072 tokens; 10 seconds; two hours. */
  public static final EngineLimits DEFAULT =
      new EngineLimits(100_000, 3_600_000_000_000L, 131_072, 10_000_000_000L, 7_200_000_000_000L);
}
