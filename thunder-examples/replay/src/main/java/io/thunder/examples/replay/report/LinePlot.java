package io.thunder.examples.replay.report;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws one metric of all policies over time, as SVG that takes its colours from the page. */
final class LinePlot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 230;
  private static final int LEFT = 46;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 36;

  private static final double SECONDS_PER_MINUTE = 60;

  private final ChartMetric metric;
  private final List<PolicyResult> results;
  private final Ticks time;
  private final Ticks value;
  private final Formatter svg = new Formatter(Locale.ROOT);

  LinePlot(ChartMetric metric, List<PolicyResult> results) {
    this.metric = metric;
    this.results = results;
    this.time = Ticks.within(largest(results, s -> s.endSeconds() / SECONDS_PER_MINUTE));
    this.value = Ticks.covering(largest(results, metric::of));
  }

  private static double largest(List<PolicyResult> results, ToDoubleFunction<Sample> of) {
    return results.stream()
        .flatMap(result -> result.samples().stream())
        .mapToDouble(of)
        .filter(Double::isFinite)
        .max()
        .orElse(1);
  }

  String svg() {
    svg.format(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s, %s, over engine time\""
            + " data-metric=\"%s\" data-end=\"%s\" data-left=\"%d\" data-right=\"%d\">%n",
        WIDTH,
        HEIGHT,
        metric.title,
        metric.unit,
        metric.key(),
        number(time.end()),
        LEFT,
        WIDTH - RIGHT);
    fill();
    axes();
    results.forEach(this::line);
    svg.format(
        "<line class=\"cursor\" y1=\"%d\" y2=\"%d\" visibility=\"hidden\"/>%n</svg>%n",
        TOP, HEIGHT - BOTTOM);
    return svg.toString();
  }

  /** Shades what is not measured. */
  private void fill() {
    double seconds =
        results.stream().mapToDouble(PolicyResult::fillSeconds).max().orElse(0);
    double end = x(Math.min(time.end(), seconds / SECONDS_PER_MINUTE));
    svg.format(
        "<rect class=\"fill\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
        LEFT, TOP, end - LEFT, HEIGHT - TOP - BOTTOM);
  }

  private void axes() {
    for (double at : value.values()) {
      svg.format(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT, WIDTH - RIGHT, y(at), y(at), LEFT - 6, y(at) + 4, number(at));
    }
    for (double at : time.values()) {
      svg.format(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x(at), HEIGHT - BOTTOM + 16, number(at));
    }
    svg.format(
        "<text class=\"unit\" x=\"%d\" y=\"%d\" text-anchor=\"end\">engine time, min</text>%n",
        WIDTH - RIGHT, HEIGHT - 4);
  }

  private void line(PolicyResult result) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (Sample sample : result.samples()) {
      double at = metric.of(sample);
      if (Double.isFinite(at)) {
        path.append(drawing ? 'L' : 'M')
            .append(String.format(
                Locale.ROOT, "%.1f %.1f", x(sample.endSeconds() / SECONDS_PER_MINUTE), y(at)));
      }
      drawing = Double.isFinite(at);
    }
    svg.format("<path class=\"series %s\" d=\"%s\"/>%n", Series.css(result), path);
  }

  private double x(double minutes) {
    return LEFT + (WIDTH - LEFT - RIGHT) * minutes / time.end();
  }

  private double y(double at) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * at / value.end();
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
