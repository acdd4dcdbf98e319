package io.thunder.examples.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as a table of plain text. */
public final class ReportTable {

  private static final List<String> HEADER = List.of(
      "policy",
      "steps/min",
      "prefix hits",
      "step p50",
      "step p95",
      "pauses",
      "recomputed tokens",
      "vs passThrough");

  private static final String GAP = "  ";
  private static final String UNKNOWN = "-";

  private ReportTable() {}

  /**
   * Formats the results.
   *
   * @param results one per row, in this order; means of repeated runs follow
   * @return lines, each ending with a line feed
   */
  public static String format(List<PolicyResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    results.forEach(result -> rows.add(row(result, results)));
    List<PolicyResult> means = Rounds.means(results);
    means.forEach(mean -> rows.add(row(mean, means)));
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        text.append(column == 0 ? "" : GAP).append(cell(rows, row, column));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String cell(List<List<String>> rows, List<String> row, int column) {
    int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(1);
    return String.format(column == 0 ? "%-" + width + "s" : "%" + width + "s", row.get(column));
  }

  private static List<String> row(PolicyResult result, List<PolicyResult> all) {
    return List.of(
        result.title() + (result.partial() ? " (partial)" : ""),
        known("%.1f", result.stepsPerMinute()),
        known("%.1f %%", 100 * result.prefixHitRate()),
        known("%.1f s", result.stepLatencyP50Ms() / 1_000),
        known("%.1f s", result.stepLatencyP95Ms() / 1_000),
        String.format(Locale.ROOT, "%,d", result.pauses()),
        String.format(Locale.ROOT, "%,d", result.recomputedTokens()),
        known("%.2fx", result.ratioToPassThrough(all)));
  }

  /** Formats a number that may be unknown. */
  static String known(String format, double value) {
    return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, format, value);
  }
}
