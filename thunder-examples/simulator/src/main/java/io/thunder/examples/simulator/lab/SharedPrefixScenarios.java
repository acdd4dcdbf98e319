package io.thunder.examples.simulator.lab;

import static io.thunder.examples.simulator.SyntheticWorkloads.DYNAMO_15105;
import static io.thunder.examples.simulator.SyntheticWorkloads.LONG_TASK;

import io.thunder.examples.simulator.SyntheticWorkloads;
import java.time.Duration;
import java.util.List;

/** Programs that have much of their prompts in common; parameters are assumed. */
final class SharedPrefixScenarios {

  private static final int PROGRAMS = 96;
  private static final int FORK_PROGRAMS = 256;
  private static final int FORK_GROUP_SIZE = 8;
  private static final int DYNAMO_PROGRAMS = 32;
  private static final Duration BATCH_DURATION_MAX = Duration.ofDays(2);

  private SharedPrefixScenarios() {}

  static List<Scenario> all() {
    return List.of(sharing(10), sharing(50), sharing(80), forks(), dynamo());
  }

  private static Scenario sharing(int percent) {
    return Scenario.closedLoop(SyntheticWorkloads.sharing(percent), PROGRAMS)
        .named("shared-" + percent);
  }

  private static Scenario forks() {
    return Scenario.closedLoop(LONG_TASK, PROGRAMS)
        .withSource(new Groups(LONG_TASK, FORK_GROUP_SIZE))
        .withArrivals(new Arrivals.Batch(FORK_PROGRAMS, PROGRAMS))
        .lasting(Duration.ZERO, BATCH_DURATION_MAX)
        .named("fork-groups");
  }

  private static Scenario dynamo() {
    return Scenario.closedLoop(DYNAMO_15105, DYNAMO_PROGRAMS)
        .withArrivals(new Arrivals.Batch(DYNAMO_PROGRAMS, DYNAMO_PROGRAMS))
        .lasting(Duration.ZERO, BATCH_DURATION_MAX)
        .named(DYNAMO_15105.name());
  }
}
