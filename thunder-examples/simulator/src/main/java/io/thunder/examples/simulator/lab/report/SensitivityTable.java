package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Estimate;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;

/** Whether the order of the policies holds when the model's parameters are wrong. */
public final class SensitivityTable {

  /** Two policies within a per cent of each other are not in the wrong order. */
  private static final double EQUAL = .99;

  private SensitivityTable() {}

  /** Returns the table of scenarios. */
  public static String format(Rows rows) {
    TextTable table = new TextTable(
        1,
        "workload",
        "vllm",
        "published",
        "thunder",
        "published/vllm",
        "thunder/published",
        "order");
    for (String workload : rows.workloads()) {
      Rows own = rows.where(row -> row.workload().equals(workload));
      Estimate gain = speedUp(own, Rows.PUBLISHED, Rows.VLLM);
      Estimate more = speedUp(own, Rows.THUNDER, Rows.PUBLISHED);
      table.add(
          workload,
          steps(own, Rows.VLLM),
          steps(own, Rows.PUBLISHED),
          steps(own, Rows.THUNDER),
          Texts.ratio(gain),
          Texts.ratio(more),
          holds(own) ? "holds" : "differs");
    }
    return table.format();
  }

  /** Returns whether thunder is at least as fast as published, and that as vLLM. */
  static boolean holds(Rows own) {
    return speedUp(own, Rows.PUBLISHED, Rows.VLLM).mean() >= EQUAL
        && speedUp(own, Rows.THUNDER, Rows.PUBLISHED).mean() >= EQUAL;
  }

  private static Estimate speedUp(Rows own, String policy, String base) {
    return own.all().stream()
        .filter(row -> row.policy().equals(policy))
        .map(row -> own.speedUp(row, base))
        .findFirst()
        .orElseGet(Estimate::of);
  }

  private static String steps(Rows own, String policy) {
    return own.all().stream()
        .filter(row -> row.policy().equals(policy))
        .map(Row::stepsPerMinute)
        .map(estimate -> Texts.number("%.1f", estimate.mean()))
        .findFirst()
        .orElse(Texts.UNKNOWN);
  }
}
