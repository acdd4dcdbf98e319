package io.thunder.examples.simulator.lab.report;

import io.thunder.examples.simulator.lab.sweep.Row;
import io.thunder.program.SpaceTimeCosts;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Stacked bars of what memory was spent on, one workload's policies. */
final class CostChart {

  private static final int WIDTH = 560;
  private static final int LEFT = 158;
  private static final int RIGHT = 14;
  private static final int ROW = 24;
  private static final int BAR = 15;
  private static final int BOTTOM = 22;

  private CostChart() {}

  /** The five costs, useful ones first. */
  private enum Cost {
    DECODE(SpaceTimeCosts::decode),
    PREFILL(SpaceTimeCosts::prefill),
    RECOMPUTE(SpaceTimeCosts::recompute),
    IDLE(SpaceTimeCosts::idle),
    UNUSED(SpaceTimeCosts::unused);

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToDoubleFunction<SpaceTimeCosts> share;

    Cost(ToDoubleFunction<SpaceTimeCosts> share) {
      this.share = share;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static String legend() {
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (Cost cost : Cost.values()) {
      html.append("<li><i class=\"key cost-")
          .append(cost.title())
          .append("\"></i>")
          .append(cost.title())
          .append("</li>");
    }
    return html.append("</ul>\n").toString();
  }

  static String svg(List<Row> shown) {
    int bottom = shown.size() * ROW;
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, "shares of capacity times time, per cent");
    Axis axis = Axis.linear(LEFT, WIDTH - RIGHT, 100);
    svg.across(axis, 0, bottom);
    for (int i = 0; i < shown.size(); i++) {
      bar(svg, axis, shown.get(i), i * ROW);
    }
    return svg.end();
  }

  private static void bar(Svg svg, Axis axis, Row row, double top) {
    svg.text("label", LEFT - 8, top + ROW / 2.0 + 4, "end", row.policy());
    double from = 0;
    for (Cost cost : Cost.values()) {
      double percent = 100 * cost.share.applyAsDouble(row.costShares());
      svg.bar(
          "bar cost-" + cost.title(),
          axis.at(from),
          top + (ROW - BAR) / 2.0,
          axis.at(from + percent) - axis.at(from),
          BAR,
          row.policy() + ": " + cost.title() + Texts.number(" %.2f %%", percent));
      from += percent;
    }
  }
}
