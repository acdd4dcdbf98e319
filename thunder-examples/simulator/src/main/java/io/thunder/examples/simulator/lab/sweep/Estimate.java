package io.thunder.examples.simulator.lab.sweep;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds with its 95 % confidence interval (Student's t).
 *
 * @param mean the mean, NaN of no value
 * @param low lower end of the interval, NaN of fewer than two values
 * @param high upper end likewise
 */
public record Estimate(double mean, double low, double high) {

  /** Of nothing. */
  static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  private static final double CONFIDENCE = .95;

  /** Returns the estimate from independent values. */
  public static Estimate of(double... values) {
    int count = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    if (count < 2) {
      return new Estimate(mean, Double.NaN, Double.NaN);
    }
    double squares =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double error = Math.sqrt(squares / (count - 1) / count);
    double half =
        error * TDistribution.of(count - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    return new Estimate(mean, mean - half, mean + half);
  }

  static Estimate of(DoubleStream values) {
    return of(values.toArray());
  }

  /** Returns whether there was a value at all. */
  public boolean isKnown() {
    return !Double.isNaN(mean);
  }

  /** Returns half the width of the interval, NaN if there is none. */
  public double half() {
    return (high - low) / 2;
  }
}
