package io.thunder.examples.simulator.lab.sweep;

import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.LabRun;
import io.thunder.examples.simulator.lab.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * One run to be made; it is a function of these four.
 *
 * @param scenario which programs and engines
 * @param contender the scheduler
 * @param condition what the scheduler is told wrongly
 * @param seed of all draws
 */
public record Experiment(Scenario scenario, Contender contender, Condition condition, long seed) {

  /** Returns every combination, seed after seed, so that a sweep ended early has compared all. */
  public static List<Experiment> cross(
      List<Scenario> scenarios,
      List<Contender> contenders,
      List<Condition> conditions,
      List<Long> seeds) {
    List<Experiment> all = new ArrayList<>();
    for (long seed : seeds) {
      for (Scenario scenario : scenarios) {
        for (Condition condition : conditions) {
          for (Contender contender : contenders) {
            all.add(new Experiment(scenario, contender, condition, seed));
          }
        }
      }
    }
    return all;
  }

  /** Makes the run, on this thread. */
  Outcome run() {
    return new Outcome(this, LabRun.run(scenario, contender, condition, seed));
  }

  /** Returns what tells the run from all others. */
  public String label() {
    return "workload " + scenario.name() + ", policy " + contender.name() + ", condition "
        + condition.name() + ", seed " + seed;
  }
}
