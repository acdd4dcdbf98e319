package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Estimate;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;

/** Bars of throughput with their confidence intervals, one workload's policies. */
final class ThroughputChart {

  private static final int WIDTH = 560;
  private static final int LEFT = 158;
  private static final int RIGHT = 70;
  private static final int ROW = 24;
  private static final int BAR = 15;
  private static final int BOTTOM = 22;

  private ThroughputChart() {}

  static String svg(Rows rows, List<Row> shown, Palette palette) {
    double most = shown.stream()
        .map(Row::stepsPerMinute)
        .mapToDouble(each -> Double.isNaN(each.high()) ? each.mean() : each.high())
        .max()
        .orElse(1);
    int bottom = shown.size() * ROW;
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, "steps per minute of each policy");
    Axis axis = Axis.linear(LEFT, WIDTH - RIGHT, most);
    svg.across(axis, 0, bottom);
    for (int i = 0; i < shown.size(); i++) {
      bar(svg, axis, rows, shown.get(i), palette, i * ROW);
    }
    return svg.end();
  }

  private static void bar(Svg svg, Axis axis, Rows rows, Row row, Palette palette, double top) {
    Estimate steps = row.stepsPerMinute();
    double y = top + (ROW - BAR) / 2.0;
    double middle = top + ROW / 2.0;
    String tip = row.policy() + ": " + Texts.estimate("%.1f", steps) + " steps/min";
    svg.text("label", LEFT - 8, middle + 4, "end", row.policy());
    svg.bar("bar " + palette.css(row.policy()), LEFT, y, axis.at(steps.mean()) - LEFT, BAR, tip);
    double end = axis.at(steps.mean());
    if (Double.isFinite(steps.low())) {
      svg.line("whisker", axis.at(steps.low()), middle, axis.at(steps.high()), middle);
      end = Math.max(end, axis.at(steps.high()));
    }
    String speedUp = Texts.number("  %.2fx", rows.speedUp(row, Rows.VLLM).mean());
    svg.text(
        "value",
        end + 6,
        middle + 4,
        "start",
        Texts.number(steps.mean() < 10 ? "%.1f" : "%.0f", steps.mean())
            + (speedUp.equals(Texts.UNKNOWN) ? "" : speedUp));
  }
}
