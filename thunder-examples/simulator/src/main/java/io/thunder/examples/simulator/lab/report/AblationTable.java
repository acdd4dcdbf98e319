package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Estimate;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;

/** What the default policy loses without each of its mechanisms. */
public final class AblationTable {

  private AblationTable() {}

  /** Returns the table, workload after workload. */
  public static String format(Rows rows) {
    TextTable table =
        new TextTable(2, "workload", "policy", "steps/min", "vs whole", "worst wait", "pauses");
    for (String workload : rows.workloads()) {
      rows.all().stream()
          .filter(row -> row.workload().equals(workload))
          .forEach(row -> add(table, rows, row));
      table.gap();
    }
    return table.format().stripTrailing() + "\n";
  }

  private static void add(TextTable table, Rows rows, Row row) {
    table.add(
        row.workload(),
        row.policy(),
        Texts.estimate("%.1f", row.stepsPerMinute()),
        Texts.estimate("%.3f", whole(rows, row)),
        Texts.duration(row.max(RunResult::worstWaitSeconds)),
        Texts.number("%.0f", row.mean(RunResult::pauses)));
  }

  /** Returns a row's throughput relative to the whole policy's. */
  static Estimate whole(Rows rows, Row row) {
    return rows.speedUp(row, Rows.THUNDER);
  }
}
