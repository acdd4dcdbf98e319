package io.thunder.examples.simulator;

import java.util.HashMap;
import java.util.Map;

/** How long programs stay away after an answer that called a tool: the mean per tool. */
final class ToolTimeMeans {

  private final Map<Long, Departure> away = new HashMap<>();
  private final Map<String, Mean> means = new HashMap<>();

  /** Notes that a program has got an answer that calls a tool, or none if the name is empty. */
  void left(long program, String tool, long nowNanos) {
    if (!tool.isEmpty()) {
      away.put(program, new Departure(tool, nowNanos));
    }
  }

  /** Notes that a program has come back, or come for the first time. */
  void arrived(long program, long nowNanos) {
    Departure departure = away.remove(program);
    if (departure != null) {
      means.computeIfAbsent(departure.tool, tool -> new Mean()).add(nowNanos - departure.nanos);
    }
  }

  /** Returns the mean, 0 before the first return. */
  double nanos(String tool) {
    Mean mean = means.get(tool);
    return mean == null ? 0 : mean.sum / mean.count;
  }

  private record Departure(String tool, long nanos) {}

  private static final class Mean {

    private double sum;
    private long count;

    void add(long value) {
      sum += value;
      count++;
    }
  }
}
