package io.thunder.examples.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * What a figure has to show.
 *
 * @param bound on which side of the limit it must stay
 * @param limit in the figure's unit
 * @param reference by whose cost the limit is scaled on other machines, or null if it holds on any:
 *     ratios and bytes do
 */
record Budget(Bound bound, double limit, @Nullable Reference reference) {

  static Budget atMost(double limit) {
    return new Budget(Bound.AT_MOST, limit, null);
  }

  static Budget atLeast(double limit) {
    return new Budget(Bound.AT_LEAST, limit, null);
  }

  /** The same, on a machine where the reference costs what it cost where the limit was stated. */
  Budget scaledBy(Reference by) {
    return new Budget(bound, limit, by);
  }

  /** The same for a machine, or with a tolerance, that is so many times slower. */
  Budget relaxed(double times) {
    double relaxed = bound == Bound.AT_MOST ? limit * times : limit / times;
    return new Budget(bound, relaxed, reference);
  }

  boolean isMetBy(double value) {
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }

  /** As people write it. */
  String text() {
    return bound.sign() + " " + Figures.text(limit);
  }
}
