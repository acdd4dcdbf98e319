package io.thunder.examples.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Thunder promises, by the names of the figures that show it. Each of them is measured by the
 * quick run too.
 */
final class Budgets {

  private static final double KIB = 1_024;

  /** An exact name each, so that no figure gets a budget by accident. */
  private static final Map<String, Budget> BY_FIGURE = byFigure();

  private Budgets() {}

  /** The budget of a figure, or null if it has none. */
  static @Nullable Budget of(String figure) {
    return BY_FIGURE.get(figure);
  }

  static Map<String, Budget> all() {
    return BY_FIGURE;
  }

  private static Map<String, Budget> byFigure() {
    Map<String, Budget> budgets = new LinkedHashMap<>();
    admission(budgets);
    chat(budgets);
    handover(budgets);
    memory(budgets);
    return budgets;
  }

  /** A turn is admitted and completed, by one thread. */
  private static void admission(Map<String, Budget> budgets) {
    String free = "admission.free.";
    String small = free + "programs-1000.backends-1.";
    budgets.put(small + "p50", Budget.atMost(1_000).scaledBy(Reference.COMPUTE));
    budgets.put(small + "p99", Budget.atMost(10_000).scaledBy(Reference.COMPUTE));
    budgets.put(small + "rate", Budget.atLeast(1_000_000).scaledBy(Reference.COMPUTE));
    Budget large = Budget.atMost(50_000).scaledBy(Reference.COMPUTE);
    budgets.put(free + "programs-100000.backends-1000.p99", large);
    budgets.put("admission.overcommitted.programs-100000.backends-1000.p99", large);
    budgets.put(free + "backends-1.growth-1k-to-1M", Budget.atMost(3));
  }

  /** {@code chat} beside a bare call. */
  private static void chat(Map<String, Budget> budgets) {
    budgets.put("chat.1KB.thunder/bare.p50", Budget.atMost(1.03));
    budgets.put("chat.1KB.thunder/bare.p99", Budget.atMost(1.10));
    budgets.put("chat.1KB.thunder/bare.extraAllocated", Budget.atMost(2 * KIB));
    budgets.put("chat.400KB.thunder/bare.p50", Budget.atMost(1.03));
    // Half a copy is none: what a call allocates besides grows a little with the messages.
    budgets.put("chat.400KB.thunder.bodyCopies", Budget.atMost(0.5));
  }

  /** Freed capacity to dispatched turn, with 10,000 programs waiting. */
  private static void handover(Map<String, Budget> budgets) {
    Budget soon = Budget.atMost(1_000).scaledBy(Reference.WAKEUP);
    for (String freed : new String[] {"complete", "release", "pause"}) {
      budgets.put("handover." + freed + ".futures-10000.p99", soon);
      budgets.put("handover." + freed + ".threads-10000.p99", soon);
    }
  }

  private static void memory(Map<String, Budget> budgets) {
    budgets.put("memory.idle.programs-1000000.heap", Budget.atMost(512));
    for (String state : new String[] {"idle", "paused", "waiting", "active"}) {
      budgets.put("memory." + state + ".leftPerReleased", Budget.atMost(0));
    }
  }
}
