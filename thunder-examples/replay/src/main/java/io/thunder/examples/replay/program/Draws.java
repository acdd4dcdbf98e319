package io.thunder.examples.replay.program;

import java.util.SplittableRandom;

/** Reproducible uniform draws: a seed and a stream give the same values everywhere. */
final class Draws {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  Draws(long seed, long stream) {
    // Split once, because neighbouring seeds start with similar draws.
    random = new SplittableRandom(seed ^ stream * GOLDEN_RATIO).split();
  }

  /** Returns a draw from 0 (inclusive) to 1 (exclusive). */
  double uniform() {
    return random.nextDouble();
  }
}
