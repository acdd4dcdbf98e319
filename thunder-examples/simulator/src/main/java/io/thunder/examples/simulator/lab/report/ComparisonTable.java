package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;

/** The rows of a sweep for a person at a terminal. */
public final class ComparisonTable {

  private static final int WORDS = 3;

  private ComparisonTable() {}

  /** Returns the table, workload after workload, each line ending with a line feed. */
  public static String format(Rows rows) {
    TextTable table = new TextTable(
        WORDS,
        "workload",
        "policy",
        "condition",
        "steps/min",
        "vs vllm",
        "vs published",
        "vs reference",
        "hits",
        "p50",
        "p95",
        "worst wait",
        "size~wait",
        "pauses",
        "recompute",
        "idle",
        "unused");
    String workload = "";
    for (Row row : rows.all()) {
      if (!workload.isEmpty() && !workload.equals(row.workload())) {
        table.gap();
      }
      workload = row.workload();
      add(table, rows, row);
    }
    return table.format();
  }

  private static void add(TextTable table, Rows rows, Row row) {
    table.add(
        row.workload(),
        row.policy(),
        row.condition(),
        Texts.estimate("%.1f", row.stepsPerMinute()),
        Texts.ratio(rows.speedUp(row, Rows.VLLM)),
        Texts.ratio(rows.speedUp(row, Rows.PUBLISHED)),
        Texts.ratio(rows.speedUp(row, Rows.REFERENCE)),
        Texts.percent(row.mean(RunResult::hitRate)),
        Texts.duration(row.mean(result -> result.latency().p50())),
        Texts.duration(row.mean(result -> result.latency().p95())),
        Texts.duration(row.max(RunResult::worstWaitSeconds)),
        Texts.number("%+.2f", row.mean(RunResult::sizeWaitCorrelation)),
        Texts.number("%.0f", row.mean(RunResult::pauses)),
        Texts.percent(row.costShares().recompute()),
        Texts.percent(row.costShares().idle()),
        Texts.percent(row.costShares().unused()));
  }
}
