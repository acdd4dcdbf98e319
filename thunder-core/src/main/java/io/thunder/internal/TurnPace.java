package io.thunder.internal;

import io.thunder.capacity.DecayingSum;
import io.thunder.capacity.GrowthForecast;

/**
 * How long the turns of a backend take per token that they generate: a moving average that halves
 * with time, so that a backend which was slow once is tried again. It is a ratio of sums, not a mean
 * of ratios, in which every short answer to a long prompt would count as a very slow one.
 */
final class TurnPace {

  /** Some turns long, so that one does not decide. */
  private static final long HALF_LIFE_NANOS = 60_000_000_000L;

  /** What all backends do weighs as much as one usual turn here. */
  private static final double PEER_TOKENS = GrowthForecast.DEFAULT_TOKENS;

  private final DecayingSum nanos = new DecayingSum(HALF_LIFE_NANOS);
  private final DecayingSum tokens = new DecayingSum(HALF_LIFE_NANOS);

  /** Learns from a turn that succeeded. */
  void learn(long tookNanos, long generatedTokens, long now) {
    nanos.add(tookNanos, now);
    tokens.add(Math.max(1, generatedTokens), now);
  }

  /** Nanoseconds per token; those of all backends for one that nothing is known of. */
  double nanosPerToken(double ofAll, long now) {
    return (nanos.at(now) + PEER_TOKENS * ofAll) / (tokens.at(now) + PEER_TOKENS);
  }

  /** Nanoseconds per token over several backends; one where nothing is known of any. */
  static double ofAll(Iterable<BackendEntry> backends, long now) {
    double nanos = 0;
    double tokens = 0;
    for (BackendEntry backend : backends) {
      nanos += backend.pace.nanos.at(now);
      tokens += backend.pace.tokens.at(now);
    }
    return tokens == 0 ? 1 : nanos / tokens;
  }
}
