package io.thunder.examples.simulator.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bounds of numbers on a command line. */
public final class Limits {

  private Limits() {}

  /**
   * Refuses a number that is too small or too large, or none.
   *
   * @param option that it was given for
   * @param given the number, null if there is none
   * @param min the least that is allowed
   * @param max the most that is allowed
   * @throws UsageException if it is refused
   */
  public static void within(String option, @Nullable Number given, double min, double max)
      throws UsageException {
    if (given == null) {
      return;
    }
    double value = given.doubleValue();
    if (!(value >= min && value <= max)) {
      throw new UsageException(option + " must be from " + number(min) + " to " + number(max)
          + ", was " + number(value));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : Double.toString(value);
  }
}
