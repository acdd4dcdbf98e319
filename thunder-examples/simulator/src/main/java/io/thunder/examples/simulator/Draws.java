package io.thunder.examples.simulator;

import java.util.SplittableRandom;

/**
 * Reproducible random draws: the same seed gives the same values on every Java version and machine,
 * which the JDK promises for uniform draws only.
 */
public final class Draws {

  private final SplittableRandom random;

  Draws(long seed, long stream) {
    random = new SplittableRandom(Mix.hash(seed, stream));
  }

  /** Returns the draws of a stream; streams of one seed are independent of each other. */
  public static Draws of(long seed, long stream) {
    return new Draws(seed, stream);
  }

  /** Returns an exponential draw. */
  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** Returns a uniform draw from 0 (inclusive) to 1 (exclusive). */
  public double uniform() {
    return random.nextDouble();
  }

  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Returns a draw whose logarithm is uniform. */
  public double logUniform(double low, double high) {
    return low * StrictMath.exp(uniform() * StrictMath.log(high / low));
  }

  /** Returns a standard normal draw (Box-Muller, one of the two values). */
  double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }
}
