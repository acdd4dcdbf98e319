package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.examples.simulator.lab.sweep.Rows;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A figure of the model over the number of programs, solid, beside the published one, dashed. */
final class CalibrationChart {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 240;
  private static final int LEFT = 46;
  private static final int RIGHT = 16;
  private static final int TOP = 10;
  private static final int BOTTOM = 38;

  private final Rows rows;
  private final Workload workload;
  private final ToDoubleFunction<Row> model;
  private final ToDoubleFunction<PaperFigures.Point> paper;

  private CalibrationChart(
      Rows rows,
      Workload workload,
      ToDoubleFunction<Row> model,
      ToDoubleFunction<PaperFigures.Point> paper) {
    this.rows = rows;
    this.workload = workload;
    this.model = model;
    this.paper = paper;
  }

  static String throughput(Rows rows, Workload workload, Palette palette) {
    return new CalibrationChart(
            rows, workload, row -> row.stepsPerMinute().mean(), PaperFigures.Point::stepsPerMinute)
        .svg(palette, "steps per minute");
  }

  static String hits(Rows rows, Workload workload, Palette palette) {
    return new CalibrationChart(
            rows,
            workload,
            row -> 100 * row.mean(RunResult::hitRate),
            PaperFigures.Point::hitPercent)
        .svg(palette, "prefix hits, per cent");
  }

  private String svg(Palette palette, String unit) {
    List<Integer> programs = PaperFigures.programs(workload);
    int least = programs.get(0);
    int most = programs.get(programs.size() - 1);
    Svg svg = new Svg(WIDTH, HEIGHT, workload.name() + ": " + unit + " over programs");
    Axis x = new Axis(LEFT + 14, WIDTH - RIGHT - 14, least, most, false);
    Axis y = Axis.linear(HEIGHT - BOTTOM, TOP, greatest(programs));
    svg.up(y, LEFT, WIDTH - RIGHT);
    for (int count : programs) {
      svg.text("tick", x.at(count), HEIGHT - BOTTOM + 16, "middle", String.valueOf(count));
    }
    svg.text("unit", WIDTH - RIGHT, HEIGHT - 4, "end", "programs; dashed: published");
    for (String policy : rows.policies()) {
      String css = palette.css(policy);
      line(svg, "line published " + css, programs, x, y, count -> published(count, policy));
      line(svg, "line " + css, programs, x, y, count -> modelled(count, policy));
      programs.forEach(count -> modelled(count, policy)
          .ifPresent(value -> svg.dot(
              "dot " + css,
              x.at(count),
              y.at(value),
              3.5,
              policy + ", " + count + " programs: " + Texts.number("%.1f", value) + ", published "
                  + Texts.number("%.1f", published(count, policy).orElse(Double.NaN)))));
    }
    return svg.end();
  }

  private double greatest(List<Integer> programs) {
    return programs.stream()
        .flatMapToDouble(count -> rows.policies().stream()
            .flatMapToDouble(policy -> DoubleStream.concat(
                modelled(count, policy).stream(), published(count, policy).stream())))
        .max()
        .orElse(1);
  }

  private OptionalDouble modelled(int programs, String policy) {
    return rows.find(scenario(programs), policy, Condition.CLEAN.name()).stream()
        .mapToDouble(model)
        .findFirst();
  }

  private OptionalDouble published(int programs, String policy) {
    return PaperFigures.find(scenario(programs), policy).stream()
        .mapToDouble(paper)
        .findFirst();
  }

  private String scenario(int programs) {
    return workload.name() + "-" + programs;
  }

  private static void line(
      Svg svg,
      String css,
      List<Integer> programs,
      Axis x,
      Axis y,
      IntFunction<OptionalDouble> value) {
    StringBuilder path = new StringBuilder();
    for (int count : programs) {
      value.apply(count).ifPresent(at -> path.append(path.length() == 0 ? 'M' : 'L')
          .append(String.format(Locale.ROOT, "%.1f %.1f", x.at(count), y.at(at))));
    }
    if (path.length() > 0) {
      svg.path(css, path.toString());
    }
  }
}
