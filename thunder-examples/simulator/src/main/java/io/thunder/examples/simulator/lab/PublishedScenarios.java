package io.thunder.examples.simulator.lab;

import static io.thunder.examples.simulator.ScienceWorkloads.OPEN_HANDS_GLM;
import static io.thunder.examples.simulator.ScienceWorkloads.OPEN_HANDS_QWEN;
import static io.thunder.examples.simulator.ScienceWorkloads.SCIENCE_GLM;
import static io.thunder.examples.simulator.ScienceWorkloads.SWE_GLM;
import static io.thunder.examples.simulator.ScienceWorkloads.SWE_QWEN;
import static io.thunder.examples.simulator.ScienceWorkloads.TOOL_ORCHESTRA_Q8;

import io.thunder.examples.simulator.Workload;
import java.time.Duration;
import java.util.List;

/** The experiments of the ThunderAgent paper (arXiv:2602.13692, figure 4 and table 2). */
final class PublishedScenarios {

  private static final int ROLLOUT_PROGRAMS = 144;
  private static final int ROLLOUT_ENGINES = 2;
  private static final Duration ROLLOUT_WARM_UP = Duration.ofMinutes(10);
  private static final Duration ROLLOUT_DURATION = Duration.ofHours(3);

  private static final int BATCH_PROGRAMS = 288;
  private static final int GROUP_SIZE = 8;
  private static final Duration BATCH_DURATION_MAX = Duration.ofDays(2);

  private PublishedScenarios() {}

  /** Returns the six serving workloads at the most programs in flight that were published. */
  static List<Scenario> underPressure() {
    return List.of(
        Scenario.closedLoop(SWE_GLM, 96),
        Scenario.closedLoop(OPEN_HANDS_GLM, 96),
        Scenario.closedLoop(SWE_QWEN, 192),
        Scenario.closedLoop(OPEN_HANDS_QWEN, 96),
        Scenario.closedLoop(SCIENCE_GLM, 120),
        Scenario.closedLoop(TOOL_ORCHESTRA_Q8, 48));
  }

  /** Returns the same at the fewest. */
  static List<Scenario> withoutPressure() {
    return List.of(
        Scenario.closedLoop(SWE_GLM, 24),
        Scenario.closedLoop(OPEN_HANDS_GLM, 24),
        Scenario.closedLoop(SWE_QWEN, 144),
        Scenario.closedLoop(OPEN_HANDS_QWEN, 24),
        Scenario.closedLoop(SCIENCE_GLM, 48),
        Scenario.closedLoop(TOOL_ORCHESTRA_Q8, 24));
  }

  /** Returns the reinforcement learning rollouts of table 2. */
  static List<Scenario> rollouts() {
    return List.of(rollout(SWE_GLM), rollout(OPEN_HANDS_GLM));
  }

  /** Returns rollouts of one batch each, in groups that attempt the same task. */
  static List<Scenario> batches() {
    return List.of(batch(SWE_GLM), batch(OPEN_HANDS_GLM));
  }

  private static Scenario rollout(Workload workload) {
    return Scenario.closedLoop(workload, ROLLOUT_PROGRAMS)
        .withEngines(ROLLOUT_ENGINES)
        .lasting(ROLLOUT_WARM_UP, ROLLOUT_DURATION)
        .named("rollout-" + workload.name());
  }

  private static Scenario batch(Workload workload) {
    return rollout(workload)
        .withSource(new Groups(workload, GROUP_SIZE))
        .withArrivals(new Arrivals.Batch(BATCH_PROGRAMS, ROLLOUT_PROGRAMS))
        .lasting(Duration.ZERO, BATCH_DURATION_MAX)
        .named("batch-" + workload.name());
  }
}
