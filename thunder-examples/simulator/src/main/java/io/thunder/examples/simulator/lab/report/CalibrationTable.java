package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.Optional;

/** The model beside the published figures. */
public final class CalibrationTable {

  private CalibrationTable() {}

  /** Returns the table of points: throughput, factor over vLLM, and hit rate, model and paper. */
  public static String format(Rows rows) {
    TextTable table = new TextTable(
        2,
        "workload",
        "policy",
        "steps/min",
        "paper",
        "model/paper",
        "vs vllm",
        "paper",
        "hits",
        "paper");
    rows.all().forEach(row -> add(table, rows, row));
    return table.format();
  }

  private static void add(TextTable table, Rows rows, Row row) {
    Optional<PaperFigures.Point> point = PaperFigures.find(row.workload(), row.policy());
    double paper = point.map(PaperFigures.Point::stepsPerMinute).orElse(Double.NaN);
    double vllm = PaperFigures.find(row.workload(), PaperFigures.VLLM)
        .map(PaperFigures.Point::stepsPerMinute)
        .orElse(Double.NaN);
    double steps = row.stepsPerMinute().mean();
    table.add(
        row.workload(),
        row.policy(),
        Texts.estimate("%.1f", row.stepsPerMinute()),
        Texts.number("%.1f", paper),
        Texts.number("%.2f", steps / paper),
        Texts.ratio(rows.speedUp(row, Rows.VLLM)),
        Texts.number("%.2fx", paper / vllm),
        Texts.percent(row.mean(RunResult::hitRate)),
        Texts.number("%.1f %%", point.map(PaperFigures.Point::hitPercent).orElse(Double.NaN)));
  }
}
