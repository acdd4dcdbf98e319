package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Estimate;
import java.util.Locale;

/** Numbers as text, the same on every machine. */
final class Texts {

  static final String UNKNOWN = "-";

  private static final double SECONDS_PER_MINUTE = 60;

  private Texts() {}

  /** Formats a number that may be unknown. */
  static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : UNKNOWN;
  }

  static String percent(double share) {
    return number("%.1f %%", 100 * share);
  }

  static String ratio(Estimate estimate) {
    return number("%.2fx", estimate.mean());
  }

  /** Formats an estimate as its mean, and half its interval if it has one. */
  static String estimate(String format, Estimate estimate) {
    String mean = number(format, estimate.mean());
    return Double.isFinite(estimate.half()) ? mean + " ± " + number(format, estimate.half()) : mean;
  }

  /** Formats a time in seconds so that short and long ones can be read. */
  static String duration(double seconds) {
    if (seconds < SECONDS_PER_MINUTE) {
      return number("%.1f s", seconds);
    }
    return number("%.0f s", seconds);
  }
}
