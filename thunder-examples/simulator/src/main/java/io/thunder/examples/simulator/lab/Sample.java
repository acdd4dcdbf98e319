package io.thunder.examples.simulator.lab;

import java.util.Arrays;

/** Numbers, collected without boxing. */
final class Sample {

  private double[] values = new double[256];
  private int count;

  void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  Quantiles quantiles() {
    return Quantiles.of(values, count);
  }

  double max() {
    double max = 0;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, values[i]);
    }
    return max;
  }

  double mean() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Jain's fairness index: 1 if all are equal, 1/n if one has everything (Jain, Chiu, Hawe, DEC-TR
   * 301, 1984).
   */
  double jainIndex() {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      sum += values[i];
      squares += values[i] * values[i];
    }
    return squares == 0 ? 1 : sum * sum / (count * squares);
  }

  /** Pearson's correlation of two samples of the same length; 0 if either does not vary. */
  static double correlation(Sample one, Sample other) {
    double meanOne = one.mean();
    double meanOther = other.mean();
    double covariance = 0;
    double varianceOne = 0;
    double varianceOther = 0;
    for (int i = 0; i < one.count; i++) {
      double x = one.values[i] - meanOne;
      double y = other.values[i] - meanOther;
      covariance += x * y;
      varianceOne += x * x;
      varianceOther += y * y;
    }
    double scale = Math.sqrt(varianceOne * varianceOther);
    return scale == 0 ? 0 : covariance / scale;
  }
}
