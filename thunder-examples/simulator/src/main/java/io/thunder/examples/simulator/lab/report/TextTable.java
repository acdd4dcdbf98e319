package io.thunder.examples.simulator.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: some columns at the left are words, the others numbers. */
final class TextTable {

  private static final String GAP = "  ";

  private final int words;
  private final List<List<String>> rows = new ArrayList<>();

  /** Creates a table whose first columns, so many, are flush left. */
  TextTable(int words, String... header) {
    this.words = words;
    rows.add(List.of(header));
  }

  void add(String... cells) {
    add(List.of(cells));
  }

  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Adds an empty line. */
  void gap() {
    rows.add(List.of());
  }

  /** Returns the lines, each ending with a line feed. */
  String format() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String format = (column < words ? "%-" : "%") + width(column) + "s";
        line.append(column == 0 ? "" : GAP).append(String.format(format, row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> Math.max(1, row.get(column).length()))
        .max()
        .orElse(1);
  }
}
