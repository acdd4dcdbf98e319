package io.thunder.internal;

import io.thunder.program.SpaceTimeCosts;

/** Adds up token-seconds. Written by the engine only. */
final class CostMeter {

  /** Assumed where the first token's time is unknown, as with answers that are not streamed. */
  private static final double PREFILL_TOKENS_PER_SECOND = 20_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private double decode;
  private double prefill;
  private double recompute;
  private double idle;
  private double unused;

  void addIdle(long tokens, long nanos) {
    idle += tokens * (nanos / NANOS_PER_SECOND);
  }

  void addUnused(long tokens, long nanos) {
    unused += tokens * (nanos / NANOS_PER_SECOND);
  }

  /**
   * Adds a turn.
   *
   * @param held what the program held while it ran, in token-seconds
   * @param ranNanos how long the turn ran
   * @param firstTokenNanos how long it took to the first token, negative if unknown
   * @param computedTokens prompt tokens that were computed, not found in the cache
   * @param againTokens how many of them had been computed in an earlier turn
   */
  void addTurn(
      double held, long ranNanos, long firstTokenNanos, long computedTokens, long againTokens) {
    double seconds = ranNanos / NANOS_PER_SECOND;
    double untilFirst = firstTokenNanos >= 0
        ? firstTokenNanos / NANOS_PER_SECOND
        : Math.min(seconds, computedTokens / PREFILL_TOKENS_PER_SECOND);
    double filling = seconds == 0 ? 0 : held * (untilFirst / seconds);
    double again = computedTokens == 0 ? 0 : filling * againTokens / computedTokens;
    recompute += again;
    prefill += filling - again;
    decode += held - filling;
  }

  SpaceTimeCosts costs() {
    return new SpaceTimeCosts(decode, prefill, recompute, idle, unused);
  }
}
