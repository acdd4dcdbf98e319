package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;

/** The whole report as plain text, the same on every machine, fit for version control. */
public final class TextReport {

  private TextReport() {}

  /** Returns the report. */
  public static String format(Report report) {
    StringBuilder text = new StringBuilder(report.subtitle()).append('\n');
    section(text, "Policies", report.comparison(), ComparisonTable::format);
    section(text, "Targets", report.comparison(), rows -> targets(Targets.check(rows)));
    section(text, "Ablations", report.ablations(), AblationTable::format);
    section(text, "Calibration", report.calibration(), CalibrationTable::format);
    section(text, "Collapse", report.calibration(), CollapseTable::format);
    section(text, "Sensitivity", report.sensitivity(), SensitivityTable::format);
    section(
        text,
        "Assumed parameters",
        report.calibration(),
        rows -> ParameterTable.engines() + "\n" + ParameterTable.workloads());
    return text.toString();
  }

  private interface Format {
    String of(Rows rows);
  }

  private static void section(StringBuilder text, String title, Rows rows, Format format) {
    if (!rows.all().isEmpty()) {
      text.append("\n").append(title).append('\n');
      text.append("=".repeat(title.length())).append("\n\n").append(format.of(rows));
    }
  }

  private static String targets(List<Verdict> verdicts) {
    TextTable table = new TextTable(3, "target", "verdict", "figure");
    verdicts.forEach(one -> table.add(one.target(), one.state().toString(), one.figure()));
    return table.format();
  }
}
