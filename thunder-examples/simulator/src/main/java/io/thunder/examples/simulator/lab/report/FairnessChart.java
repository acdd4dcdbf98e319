package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;

/** Worst wait against Jain's index, a dot for each policy on each workload. */
final class FairnessChart {

  private static final int WIDTH = 1_160;
  private static final int HEIGHT = 380;
  private static final int LEFT = 46;
  private static final int RIGHT = 20;
  private static final int TOP = 12;
  private static final int BOTTOM = 42;
  private static final double LEAST_SECONDS = .1;

  private FairnessChart() {}

  static String svg(Rows rows, Palette palette) {
    Svg svg = new Svg(WIDTH, HEIGHT, "worst wait in seconds against Jain's fairness index");
    double most = rows.all().stream()
        .mapToDouble(row -> row.max(RunResult::worstWaitSeconds))
        .max()
        .orElse(1);
    Axis wait = Axis.logarithmic(LEFT, WIDTH - RIGHT, LEAST_SECONDS, Math.max(1, most));
    Axis jain = Axis.linear(HEIGHT - BOTTOM, TOP, 1);
    svg.across(wait, TOP, HEIGHT - BOTTOM);
    svg.up(jain, LEFT, WIDTH - RIGHT);
    svg.text("unit", WIDTH - RIGHT, HEIGHT - 8, "end", "worst wait of a turn, s");
    rows.all().forEach(row -> dot(svg, wait, jain, row, palette));
    return svg.end();
  }

  private static void dot(Svg svg, Axis wait, Axis jain, Row row, Palette palette) {
    double seconds = row.max(RunResult::worstWaitSeconds);
    double index = row.mean(RunResult::jainIndex);
    svg.dot(
        "dot " + palette.css(row.policy()),
        wait.at(seconds),
        jain.at(index),
        6,
        row.policy() + " on " + row.workload() + ": worst wait " + Texts.duration(seconds)
            + ", Jain " + Texts.number("%.2f", index));
  }
}
