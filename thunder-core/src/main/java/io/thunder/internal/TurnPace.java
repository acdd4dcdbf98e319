package io.thunder.internal;

import io.thunder.capacity.GrowthForecast;
import org.jspecify.annotations.Nullable;

/**
 * How long the turns of a backend, or of all, take per token that they generate: a moving average
 * that halves with time, so that a backend which was slow once is tried again. It is a ratio of sums,
 * not a mean of ratios, in which every short answer to a long prompt would count as a very slow one.
 */
final class TurnPace {

  /** Some turns long, so that one does not decide. */
  private static final double HALF_LIFE_NANOS = 60_000_000_000.0;

  /** Sums fade in steps of 2^30 ns, about a second: every placement asks for many of them. */
  private static final int STEP_BITS = 30;

  private static final double LEFT_AFTER_STEP = Math.pow(2.0, -(1L << STEP_BITS) / HALF_LIFE_NANOS);

  /** What all backends do weighs as much as one usual turn here. */
  private static final double PEER_TOKENS = GrowthForecast.DEFAULT_TOKENS;

  private final @Nullable TurnPace ofAll;

  /** Sums as they were at the last step; they fade alike. */
  private double nanos;

  private double tokens;
  private long fadedNanos;

  /** The pace of all backends together. */
  TurnPace() {
    this.ofAll = null;
  }

  /** The pace of one backend. */
  TurnPace(TurnPace ofAll) {
    this.ofAll = ofAll;
  }

  /** Learns from a turn that succeeded. */
  void learn(long tookNanos, long generatedTokens, long now) {
    fade(now);
    nanos += tookNanos;
    tokens += Math.max(1, generatedTokens);
    if (ofAll != null) {
      ofAll.learn(tookNanos, generatedTokens, now);
    }
  }

  /** Nanoseconds per token; those of all backends for one that nothing is known of, one if of none. */
  double nanosPerToken(long now) {
    if (ofAll == null) {
      return tokens == 0 ? 1 : nanos / tokens;
    }
    fade(now);
    return (nanos + PEER_TOKENS * ofAll.nanosPerToken(now)) / (tokens + PEER_TOKENS);
  }

  private void fade(long now) {
    if (tokens == 0) {
      fadedNanos = now; // nobody knew where the clock began
    }
    long steps = (now - fadedNanos) >> STEP_BITS;
    if (steps != 0) {
      double left =
          Math.pow(LEFT_AFTER_STEP, (double) Math.max(0, steps)); // the clock may have gone back
      nanos *= left;
      tokens *= left;
      fadedNanos += steps << STEP_BITS;
    }
  }
}
