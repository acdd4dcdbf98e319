package io.thunder.examples.simulator.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where values stand on a horizontal or vertical line.
 *
 * @param from position of the least value
 * @param to position of the greatest
 * @param least the least value
 * @param greatest the greatest
 * @param logarithmic whether equal ratios, instead of equal differences, are equally far apart
 */
record Axis(double from, double to, double least, double greatest, boolean logarithmic) {

  private static final int INTERVALS = 5;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};
  private static final double ROUNDING = 1e-9;

  /** Returns an axis from 0 to a round value. */
  static Axis linear(double from, double to, double greatest) {
    double step = step(Math.max(greatest, ROUNDING));
    return new Axis(from, to, 0, Math.ceil(greatest / step - ROUNDING) * step, false);
  }

  /** Returns an axis between powers of ten. */
  static Axis logarithmic(double from, double to, double least, double greatest) {
    double low = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
    double high = StrictMath.pow(10, Math.ceil(StrictMath.log10(greatest)));
    return new Axis(from, to, low, Math.max(high, 10 * low), true);
  }

  private static double step(double greatest) {
    double wanted = greatest / INTERVALS;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(wanted)));
    for (double round : ROUND) {
      if (round * power >= wanted * (1 - ROUNDING)) {
        return round * power;
      }
    }
    return 10 * power;
  }

  /** Returns where a value stands; beyond an end, at that end. */
  double at(double value) {
    double bounded = Math.min(greatest, Math.max(least, value));
    double share = logarithmic
        ? StrictMath.log(bounded / least) / StrictMath.log(greatest / least)
        : (bounded - least) / (greatest - least);
    return from + share * (to - from);
  }

  /** Returns round values. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = least; tick <= greatest * (1 + ROUNDING); tick *= 10) {
        ticks.add(tick);
      }
    } else {
      double step = step(greatest);
      for (int i = 0; i * step <= greatest * (1 + ROUNDING); i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  /** Returns a tick as text. */
  static String text(double value) {
    return String.format(Locale.ROOT, "%,.3f", value).replaceFirst("\\.?0+$", "");
  }
}
