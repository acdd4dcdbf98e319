package io.thunder.internal;

import io.thunder.capacity.GrowthForecast;

/**
 * How long the turns of a backend take per token that they generate: a moving average that halves
 * with time, so that a backend which was slow once is tried again. It is a ratio of sums, not a mean
 * of ratios, in which every short answer to a long prompt would count as a very slow one.
 */
final class TurnPace {

  /** Some turns long, so that one does not decide. */
  private static final double HALF_LIFE_NANOS = 60_000_000_000L;

  /** What all backends do weighs as much as one usual turn here. */
  private static final double PEER_TOKENS = GrowthForecast.DEFAULT_TOKENS;

  /** Sums as they were when the last turn ended; they fade alike. */
  private double nanos;

  private double tokens;
  private long learntNanos;

  /** What is left of the sums at the time asked about last: every placement asks of all twice. */
  private double left = 1;

  private long askedNanos;

  /** Learns from a turn that succeeded. */
  void learn(long tookNanos, long generatedTokens, long now) {
    double leftNow = left(now);
    nanos = nanos * leftNow + tookNanos;
    tokens = tokens * leftNow + Math.max(1, generatedTokens);
    learntNanos = now;
    askedNanos = now;
    left = 1;
  }

  private double left(long now) {
    if (now != askedNanos && tokens > 0) {
      askedNanos = now;
      left = Math.pow(2.0, -(now - learntNanos) / HALF_LIFE_NANOS);
    }
    return left;
  }

  /** Nanoseconds per token; those of all backends for one that nothing is known of. */
  double nanosPerToken(double ofAll, long now) {
    double leftNow = left(now);
    return (nanos * leftNow + PEER_TOKENS * ofAll) / (tokens * leftNow + PEER_TOKENS);
  }

  /** Nanoseconds per token over several backends; one where nothing is known of any. */
  static double ofAll(Iterable<BackendEntry> backends, long now) {
    double nanos = 0;
    double tokens = 0;
    for (BackendEntry backend : backends) {
      double left = backend.pace.left(now);
      nanos += backend.pace.nanos * left;
      tokens += backend.pace.tokens * left;
    }
    return tokens == 0 ? 1 : nanos / tokens;
  }
}
