package io.thunder.examples.simulator.lab.sweep;

import java.util.List;

/**
 * What came of a sweep.
 *
 * @param outcomes the runs that were made, in the order in which they were asked for
 * @param failures those that failed, likewise
 * @param total how many were asked for
 */
public record SweepResult(List<Outcome> outcomes, List<Failure> failures, int total) {

  /** Copies the lists. */
  public SweepResult {
    outcomes = List.copyOf(outcomes);
    failures = List.copyOf(failures);
  }

  /** Returns whether the sweep was ended before all runs were made. */
  public boolean isPartial() {
    return outcomes.size() + failures.size() < total;
  }
}
