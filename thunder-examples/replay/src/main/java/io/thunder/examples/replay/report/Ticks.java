package io.thunder.examples.replay.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Round values on an axis that begins at 0.
 *
 * @param step distance of two values
 * @param count how many steps there are
 * @param end where the axis ends
 */
record Ticks(double step, int count, double end) {

  private static final int INTERVALS_MAX = 6;
  private static final double[] ROUND = {1, 2, 2.5, 5};
  private static final double SMALLEST = .01;
  private static final double ROUNDING = 1e-9;

  /** Returns at most six steps that reach a largest value or more. */
  static Ticks covering(double largest) {
    double step = step(largest);
    int count = Math.max(1, (int) Math.ceil(largest / step - ROUNDING));
    return new Ticks(step, count, step * count);
  }

  /** Returns at most six steps on an axis that ends at a largest value, or just above 0. */
  static Ticks within(double largest) {
    double step = step(largest);
    double end = Math.max(largest, SMALLEST);
    return new Ticks(step, (int) Math.floor(end / step + ROUNDING), end);
  }

  private static double step(double largest) {
    double wanted = Math.max(largest, SMALLEST) / INTERVALS_MAX;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    for (double round : ROUND) {
      if (round * power >= wanted * (1 - ROUNDING)) {
        return round * power;
      }
    }
    return 10 * power;
  }

  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      values.add(i * step);
    }
    return values;
  }
}
