package io.thunder.examples.simulator;

/**
 * A log-normal distribution.
 *
 * @param mean its mean, positive
 * @param variation its coefficient of variation: standard deviation over mean
 */
public record LogNormal(double mean, double variation) {

  /** Validates the parameters. */
  public LogNormal {
    if (!(mean > 0) || !(variation >= 0)) {
      throw new IllegalArgumentException("mean " + mean + ", variation " + variation);
    }
  }

  double draw(Draws draws) {
    double variance = StrictMath.log(1 + variation * variation);
    return mean * StrictMath.exp(StrictMath.sqrt(variance) * draws.gaussian() - variance / 2);
  }

  /** Draws a whole number, rounded and cut to a range. */
  int draw(Draws draws, double scale, int least, int most) {
    return (int) Math.min(most, Math.max(least, Math.round(scale * draw(draws))));
  }
}
