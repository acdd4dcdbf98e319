package io.thunder.architecture;

import java.util.List;

/**
 * The packages of the module in the order of their levels. A package may use only packages that
 * stand above it here, so there is no way to close a cycle between two rows.
 *
 * <p>This is the one copy of the table that the build checks; {@link ArchitectureTest} reads it.
 */
enum PackageTable {
  BACKEND(0, "io.thunder.backend"),
  PROGRAM(1, "io.thunder.program"),
  ERROR(2, "io.thunder.error"),
  CAPACITY(2, "io.thunder.capacity"),
  CHAT(3, "io.thunder.chat"),
  TOKENS(3, "io.thunder.tokens"),
  SCHEDULING(4, "io.thunder.scheduling"),
  TRANSPORT(4, "io.thunder.transport"),
  EVENT(5, "io.thunder.event"),
  INTERNAL(6, "io.thunder.internal.."),
  FRONT_DOOR(7, "io.thunder");

  /** The level in the design; rows of one level are ordered too. */
  final int level;

  /** An ArchUnit package pattern; two dots at the end include the packages below. */
  final String pattern;

  PackageTable(int level, String pattern) {
    this.level = level;
    this.pattern = pattern;
  }

  /** The packages that this one must not use: all that stand below it. */
  String[] forbidden() {
    List<PackageTable> rows = List.of(values());
    return patterns(rows.subList(rows.indexOf(this) + 1, rows.size()));
  }

  static String[] patterns(PackageTable... rows) {
    return patterns(List.of(rows));
  }

  private static String[] patterns(List<PackageTable> rows) {
    return rows.stream().map(row -> row.pattern).toArray(String[]::new);
  }

  @Override
  public String toString() {
    return "level " + level + ", " + pattern;
  }
}
