package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.sweep.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done.
 *
 * @param experiments the runs
 * @param threads how many of them at a time
 * @param json where the rows go, or null
 */
record SimulatePlan(
    List<Experiment> experiments, int threads, @Nullable OutputFile json) {

  SimulatePlan {
    experiments = List.copyOf(experiments);
  }
}
