package io.thunder.examples.simulator.lab.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs that answer one question together. Studies may share runs, which are then made once.
 *
 * @param experiments the runs
 */
public record Study(List<Experiment> experiments) {

  /** Copies the list. */
  public Study {
    experiments = List.copyOf(experiments);
  }

  /** Returns the rows of those of its runs that were made, in the order in which they stand here. */
  public Rows rows(List<Outcome> outcomes) {
    Map<String, Outcome> made = new HashMap<>();
    outcomes.forEach(outcome -> made.put(outcome.experiment().label(), outcome));
    return Rows.of(experiments.stream()
        .flatMap(experiment -> Stream.ofNullable(made.get(experiment.label())))
        .toList());
  }
}
