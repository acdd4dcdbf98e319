package io.thunder.examples.simulator.lab.report;

import java.util.Formatter;
import java.util.Locale;

/** Draws; colours come from the page, by style class. */
final class Svg {

  private final Formatter out = new Formatter(Locale.ROOT);
  private final int width;
  private final int height;

  Svg(int width, int height, String description) {
    this.width = width;
    this.height = height;
    out.format(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        width, height, Html.escape(description));
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  void line(String css, double x1, double y1, double x2, double y2) {
    out.format(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        css, x1, y1, x2, y2);
  }

  void bar(String css, double x, double y, double w, double h, String tip) {
    out.format(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">"
            + "<title>%s</title></rect>%n",
        css, x, y, Math.max(0, w), h, Html.escape(tip));
  }

  void dot(String css, double x, double y, double radius, String tip) {
    out.format(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>%n",
        css, x, y, radius, Html.escape(tip));
  }

  void path(String css, String data) {
    out.format("<path class=\"%s\" d=\"%s\"/>%n", css, data);
  }

  void text(String css, double x, double y, String anchor, String text) {
    out.format(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        css, x, y, anchor, Html.escape(text));
  }

  /** Draws grid lines and values of a horizontal axis between two heights. */
  void across(Axis axis, double top, double bottom) {
    for (double tick : axis.ticks()) {
      line("grid", axis.at(tick), top, axis.at(tick), bottom);
      text("tick", axis.at(tick), bottom + 14, "middle", Axis.text(tick));
    }
  }

  /** Draws grid lines and values of a vertical axis between two sides. */
  void up(Axis axis, double left, double right) {
    for (double tick : axis.ticks()) {
      line("grid", left, axis.at(tick), right, axis.at(tick));
      text("tick", left - 6, axis.at(tick) + 4, "end", Axis.text(tick));
    }
  }

  /** Ends the drawing and returns it. */
  String end() {
    out.format("</svg>%n");
    return out.toString();
  }
}
