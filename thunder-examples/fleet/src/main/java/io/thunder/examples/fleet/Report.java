package io.thunder.examples.fleet;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.thunder.examples.soak.check.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param run what was run, in one line
 * @param figures by name, in order
 * @param table lines below the figures, may be empty
 * @param verdicts on the bounds
 */
record Report(String run, Map<String, String> figures, List<String> table, List<Verdict> verdicts) {

  private static final Gson GSON =
      new GsonBuilder().setFormattingStyle(FormattingStyle.PRETTY).create();

  Report {
    table = List.copyOf(table);
    verdicts = List.copyOf(verdicts);
  }

  boolean isKept() {
    return verdicts.stream().allMatch(Verdict::passed);
  }

  /** Lines for people. */
  String text() {
    StringBuilder text = new StringBuilder(run).append(String.format("%n%n"));
    figures.forEach((name, value) -> row(text, name, value));
    table.forEach(line -> text.append(line).append(System.lineSeparator()));
    text.append(String.format("%nbounds%n"));
    for (Verdict verdict : verdicts) {
      row(text, verdict.name(), (verdict.passed() ? "kept    " : "MISSED  ") + verdict.found());
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("  %-58s %s%n", name, value));
  }

  /** The same as a document, ending with a line feed. */
  String json() {
    return GSON.toJson(this) + "\n";
  }
}
