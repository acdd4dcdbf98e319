package io.thunder.examples.simulator.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** A table of numbers whose cells are the more intensely coloured the more they say. */
final class HeatTable {

  /**
   * A cell.
   *
   * @param text what it shows
   * @param heat from -1, as bad as can be, to 1
   */
  record Cell(String text, double heat) {

    static final Cell EMPTY = new Cell("", 0);

    /** A ratio: 1 says nothing, {@code full} and its inverse are as good and as bad as can be. */
    static Cell ratio(String format, double ratio, double full) {
      return Double.isNaN(ratio)
          ? EMPTY
          : new Cell(
              Texts.number(format, ratio), bounded(StrictMath.log(ratio) / StrictMath.log(full)));
    }

    /** A share: 0 says nothing, 1 is as good as can be. */
    static Cell share(double share) {
      return Double.isNaN(share)
          ? EMPTY
          : new Cell(Texts.number("%.1f %%", 100 * share), bounded(share));
    }

    private static double bounded(double heat) {
      return Math.max(-1, Math.min(1, heat));
    }
  }

  private HeatTable() {}

  static String html(
      String corner,
      List<String> lines,
      List<String> columns,
      BiFunction<String, String, Cell> cells) {
    StringBuilder html = new StringBuilder(
            "<div class=\"card\"><table><thead><tr><th scope=\"col\">")
        .append(Html.escape(corner))
        .append("</th>");
    columns.forEach(
        column -> html.append("<th scope=\"col\">").append(Html.escape(column)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (String line : lines) {
      html.append("<tr><th scope=\"row\">").append(Html.escape(line)).append("</th>");
      columns.forEach(column -> html.append(cell(cells.apply(line, column))));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String cell(Cell cell) {
    return String.format(
        Locale.ROOT,
        "<td class=\"%s\" style=\"--heat: %.2f\">%s</td>",
        cell.heat() < 0 ? "bad" : "good",
        .75 * Math.abs(cell.heat()),
        Html.escape(cell.text()));
  }
}
