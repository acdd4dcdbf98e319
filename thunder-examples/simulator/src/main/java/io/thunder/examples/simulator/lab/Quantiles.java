package io.thunder.examples.simulator.lab;

import java.util.Arrays;

/**
 * A few quantiles of a sample; all zero if it is empty.
 *
 * @param p50 the median
 * @param p95 nineteen of twenty are at most this
 * @param p99 ninety-nine of a hundred are at most this
 */
public record Quantiles(double p50, double p95, double p99) {

  /** Returns the quantiles of the first {@code count} values, by nearest rank. */
  static Quantiles of(double[] values, int count) {
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return new Quantiles(at(sorted, .50), at(sorted, .95), at(sorted, .99));
  }

  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }
}
