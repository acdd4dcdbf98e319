package io.thunder.examples.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One figure.
 *
 * @param name what was measured, from the general to the particular, separated by dots
 * @param value how much
 * @param unit of what
 * @param budget what it has to show, or null if nothing was promised
 */
record Figure(
    String name, double value, String unit, @Nullable Budget budget) {

  /** Whether it keeps its budget as stated, unscaled; without one it does. */
  boolean isWithinBudget() {
    return budget == null || budget.isMetBy(value);
  }
}
