package io.thunder.examples.simulator.lab.sweep;

import io.thunder.examples.simulator.lab.RunResult;

/**
 * A run that was made.
 *
 * @param experiment what was run
 * @param result what it showed
 */
public record Outcome(Experiment experiment, RunResult result) {

  /** Returns the seed that the run was made with. */
  public long seed() {
    return experiment.seed();
  }
}
