package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Row;
import java.util.List;
import java.util.stream.DoubleStream;

/** Step latency: the median, the 95th and the 99th percentile, one workload's policies. */
final class LatencyChart {

  private static final int WIDTH = 560;
  private static final int LEFT = 158;
  private static final int RIGHT = 20;
  private static final int ROW = 24;
  private static final int BOTTOM = 22;

  private LatencyChart() {}

  static String svg(List<Row> shown, Palette palette) {
    int bottom = shown.size() * ROW;
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, "step latency in seconds, logarithmic");
    Axis axis = Axis.logarithmic(
        LEFT,
        WIDTH - RIGHT,
        values(shown).filter(value -> value > 0).min().orElse(1),
        values(shown).max().orElse(1));
    svg.across(axis, 0, bottom);
    for (int i = 0; i < shown.size(); i++) {
      line(svg, axis, shown.get(i), palette, i * ROW + ROW / 2.0);
    }
    return svg.end();
  }

  private static DoubleStream values(List<Row> shown) {
    return shown.stream()
        .flatMapToDouble(row -> DoubleStream.of(
            row.mean(result -> result.latency().p50()),
            row.mean(result -> result.latency().p99())));
  }

  private static void line(Svg svg, Axis axis, Row row, Palette palette, double y) {
    String css = palette.css(row.policy());
    double p50 = row.mean(result -> result.latency().p50());
    double p95 = row.mean(result -> result.latency().p95());
    double p99 = row.mean(result -> result.latency().p99());
    svg.text("label", LEFT - 8, y + 4, "end", row.policy());
    svg.line("range " + css, axis.at(p50), y, axis.at(p99), y);
    svg.dot("dot " + css, axis.at(p50), y, 5, row.policy() + ": p50 " + Texts.duration(p50));
    svg.dot("dot " + css, axis.at(p95), y, 4, row.policy() + ": p95 " + Texts.duration(p95));
    svg.dot("dot " + css, axis.at(p99), y, 3, row.policy() + ": p99 " + Texts.duration(p99));
  }
}
