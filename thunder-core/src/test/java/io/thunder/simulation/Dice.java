package io.thunder.simulation;

import java.util.SplittableRandom;

/** The only source of chance in a simulated world: everything it says follows from the seed. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From the first to below the second. */
  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  boolean coin() {
    return random.nextInt() < 0;
  }

  double fraction() {
    return random.nextDouble();
  }

  <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
