package io.thunder.examples.simulator;

import java.util.Arrays;

/** A tool time given by a histogram; uniform inside a bin. */
final class Histogram implements ToolTime {

  private final double binSeconds;
  private double[] cumulative = {};

  private Histogram(double binSeconds) {
    this.binSeconds = binSeconds;
  }

  /** Returns a histogram whose first bins hold the given shares. */
  static Histogram of(double binSeconds, double... shares) {
    return new Histogram(binSeconds).and(0, shares);
  }

  /** Adds bins after the existing ones, with empty bins up to the first of them. */
  Histogram and(int firstBin, double... shares) {
    int before = cumulative.length;
    double total = before == 0 ? 0 : cumulative[before - 1];
    cumulative = Arrays.copyOf(cumulative, firstBin + shares.length);
    Arrays.fill(cumulative, before, firstBin, total);
    for (int i = 0; i < shares.length; i++) {
      total += shares[i];
      cumulative[firstBin + i] = total;
    }
    return this;
  }

  @Override
  public double seconds(Draws draws) {
    double target = draws.uniform() * cumulative[cumulative.length - 1];
    int bin = 0;
    while (cumulative[bin] <= target) {
      bin++;
    }
    return (bin + draws.uniform()) * binSeconds;
  }
}
