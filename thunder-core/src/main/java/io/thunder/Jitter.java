package io.thunder;

import java.time.Duration;
import java.util.SplittableRandom;

/** Intervals that are up to a fifth shorter than asked for, another one each time. Not thread-safe. */
final class Jitter {

  private static final double SHORTER_MAX = 0.2;

  private final Duration interval;
  private final SplittableRandom random;

  /** The intervals of a seed are always the same. */
  Jitter(Duration interval, long seed) {
    this.interval = interval;
    this.random = new SplittableRandom(seed);
  }

  Duration next() {
    return interval.minusNanos((long) (interval.toNanos() * SHORTER_MAX * random.nextDouble()));
  }
}
