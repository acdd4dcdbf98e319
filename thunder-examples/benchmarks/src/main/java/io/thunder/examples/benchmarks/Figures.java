package io.thunder.examples.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Collects figures and prints each at once, a line each: name, value, unit, and its budget if it has
 * one, with whether it is kept. Not thread-safe.
 */
final class Figures {

  private static final double NANOS_PER_MICRO = 1_000.0;

  private final PrintWriter out;
  private final List<Figure> all = new ArrayList<>();

  Figures(PrintWriter out) {
    this.out = out;
  }

  void add(String name, double value, String unit) {
    Figure figure = new Figure(name, value, unit, Budgets.of(name));
    all.add(figure);
    out.println(line(figure));
    out.flush();
  }

  /** Adds the median and the 99th percentile of nanoseconds, in microseconds. */
  void addMicros(String name, Histogram nanos) {
    add(name + ".p50", nanos.getValueAtPercentile(50) / NANOS_PER_MICRO, "us");
    add(name + ".p99", nanos.getValueAtPercentile(99) / NANOS_PER_MICRO, "us");
  }

  /** Adds the largest of nanoseconds, in microseconds. */
  void addMaxMicros(String name, Histogram nanos) {
    add(name + ".max", nanos.getMaxValue() / NANOS_PER_MICRO, "us");
  }

  /** Adds how many times as large one figure is as another; both were added before. */
  void addRatio(String name, String figure, String base) {
    add(name, valueOf(figure) / valueOf(base), "x");
  }

  List<Figure> all() {
    return List.copyOf(all);
  }

  private double valueOf(String name) {
    return all.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no figure is called " + name))
        .value();
  }

  static String line(Figure figure) {
    String line = String.format(
        Locale.ROOT, "%-60s %12s %-8s", figure.name(), text(figure.value()), figure.unit());
    Budget budget = figure.budget();
    return budget == null
        ? line.stripTrailing()
        : line + " " + budget.text() + (figure.isWithinBudget() ? " ok" : " over");
  }

  /** Four digits that count, none after the point from a thousand on. */
  static String text(double value) {
    double size = Math.abs(value);
    int decimals = size >= 1_000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
