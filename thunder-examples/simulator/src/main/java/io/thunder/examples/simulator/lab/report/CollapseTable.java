package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where request-level scheduling collapses, in the model and in the paper: the fewest programs in
 * flight at which it gets less than two thirds of what the published policy does.
 */
public final class CollapseTable {

  private static final double COLLAPSED = 2 / 3.0;

  private CollapseTable() {}

  /** Returns the table of workloads. */
  public static String format(Rows rows) {
    TextTable table =
        new TextTable(1, "workload", "collapses at", "paper", "factor at most programs", "paper");
    for (Workload workload : PaperFigures.workloads()) {
      List<Integer> programs = PaperFigures.programs(workload).stream()
          .filter(count -> Double.isFinite(model(rows, workload, count)))
          .toList();
      if (!programs.isEmpty()) {
        int most = programs.get(programs.size() - 1);
        table.add(
            workload.name(),
            collapse(programs, count -> model(rows, workload, count)),
            collapse(programs, count -> paper(workload, count)),
            Texts.number("%.2fx", 1 / model(rows, workload, most)),
            Texts.number("%.2fx", 1 / paper(workload, most)));
      }
    }
    return table.format();
  }

  private static String collapse(List<Integer> programs, ToDoubleFunction<Integer> share) {
    return programs.stream()
        .filter(count -> share.applyAsDouble(count) < COLLAPSED)
        .findFirst()
        .map(String::valueOf)
        .orElse("never");
  }

  /** Returns vLLM's throughput as a share of the published policy's. */
  private static double model(Rows rows, Workload workload, int programs) {
    return rows.find(workload.name() + "-" + programs, Rows.VLLM, "clean")
        .map(row -> rows.speedUp(row, Rows.PUBLISHED).mean())
        .orElse(Double.NaN);
  }

  private static double paper(Workload workload, int programs) {
    String scenario = workload.name() + "-" + programs;
    double published = PaperFigures.find(scenario, PaperFigures.PUBLISHED)
        .map(PaperFigures.Point::stepsPerMinute)
        .orElse(Double.NaN);
    return PaperFigures.find(scenario, PaperFigures.VLLM)
        .map(point -> point.stepsPerMinute() / published)
        .orElse(Double.NaN);
  }
}
