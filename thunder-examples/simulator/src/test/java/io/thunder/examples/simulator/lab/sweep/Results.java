package io.thunder.examples.simulator.lab.sweep;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Quantiles;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import io.thunder.program.SpaceTimeCosts;

/** Outcomes made up for tests. */
public final class Results {

  private static final Scenario SCENARIO = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96);

  private Results() {}

  /** Returns an outcome with a throughput and otherwise unremarkable figures. */
  public static Outcome outcome(String workload, String policy, long seed, double stepsPerMinute) {
    return outcome(workload, policy, Condition.CLEAN, seed, result(stepsPerMinute));
  }

  /** Returns an outcome. */
  public static Outcome outcome(
      String workload, String policy, Condition condition, long seed, RunResult result) {
    Contender contender = new Contender(policy, "", Contenders.VLLM.factory());
    return new Outcome(
        new Experiment(SCENARIO.named(workload), contender, condition, seed), result);
  }

  /** Returns a result with a throughput and otherwise unremarkable figures. */
  public static RunResult result(double stepsPerMinute) {
    return new RunResult(
        stepsPerMinute,
        .9,
        new SpaceTimeCosts(50, 20, 10, 15, 5),
        new Quantiles(1, 2, 3),
        new Quantiles(10, 20, 30),
        0,
        12,
        .1,
        .8,
        4,
        1,
        0,
        1_000,
        20);
  }
}
