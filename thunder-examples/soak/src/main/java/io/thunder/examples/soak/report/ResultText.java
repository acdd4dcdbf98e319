package io.thunder.examples.soak.report;

import io.thunder.examples.soak.check.HeapTrend;
import io.thunder.examples.soak.check.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The result as plain text. */
public final class ResultText {

  private ResultText() {}

  /**
   * Formats a result.
   *
   * @param result what was found
   * @return lines
   */
  public static String format(SoakResult result) {
    StringBuilder text = new StringBuilder();
    result.figures().forEach((name, value) -> row(text, name, number(value)));
    section(text, "faults", result.faults());
    section(text, "turns that failed", result.failures());
    section(text, "scheduler", result.events());
    text.append(String.format("%nheap at rest, MiB: %s%n", heap(result)));
    text.append(String.format("%nchecks%n"));
    for (Verdict verdict : result.verdicts()) {
      row(text, verdict.name(), (verdict.passed() ? "ok    " : "LOST  ") + verdict.found());
    }
    text.append(String.format("%n%s%n", conclusion(result)));
    return text.toString();
  }

  private static String conclusion(SoakResult result) {
    String what = result.isClean() ? "nothing was lost" : "something was lost, see above";
    return result.partial() ? "ended early; " + what + " so far" : what;
  }

  private static String heap(SoakResult result) {
    return result.heap().isEmpty()
        ? "-"
        : result.heap().stream()
            .map(HeapTrend.Sample::mebibytes)
            .map(mebibytes -> String.format(Locale.ROOT, "%.1f", mebibytes))
            .collect(Collectors.joining(" "));
  }

  private static void section(StringBuilder text, String title, Map<String, Long> counts) {
    text.append(String.format("%n%s%n", title));
    counts.forEach((name, count) -> row(text, name, number((double) count)));
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("  %-40s %s%n", name, value));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }
}
