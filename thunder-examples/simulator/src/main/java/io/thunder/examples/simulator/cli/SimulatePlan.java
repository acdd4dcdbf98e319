package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.sweep.Experiment;
import io.thunder.examples.simulator.lab.sweep.Study;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done; a study without experiments was not asked for.
 *
 * @param comparison policies on workloads
 * @param ablations the default policy without each of its mechanisms
 * @param calibration the published figures
 * @param sensitivity other parameters of the model
 * @param threads how many runs at a time
 * @param json where the rows go, or null
 * @param text where the report goes as text, or null
 * @param html where the report goes as a page, or null
 */
record SimulatePlan(
    Study comparison,
    Study ablations,
    Study calibration,
    Study sensitivity,
    int threads,
    @Nullable OutputFile json,
    @Nullable OutputFile text,
    @Nullable OutputFile html) {

  /** Returns the runs of all studies, each once. */
  List<Experiment> experiments() {
    Map<String, Experiment> experiments = new LinkedHashMap<>();
    for (Study study : List.of(comparison, ablations, calibration, sensitivity)) {
      study.experiments().forEach(one -> experiments.putIfAbsent(one.label(), one));
    }
    return List.copyOf(experiments.values());
  }
}
