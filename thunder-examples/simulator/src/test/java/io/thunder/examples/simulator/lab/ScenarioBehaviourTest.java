package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.lab.scheduler.Contenders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What scenarios show of known schedulers. */
final class ScenarioBehaviourTest {

  @Test
  void promptBurst_publishedPolicy_letsLargePromptsWaitAsReported() {
    RunResult published =
        LabRun.run(Scenarios.promptBurst(), Contenders.PUBLISHED, Condition.CLEAN, 1);
    RunResult vllm = LabRun.run(Scenarios.promptBurst(), Contenders.VLLM, Condition.CLEAN, 1);

    assertThat(published.sizeWaitCorrelation()).as("ThunderAgent#46").isBetween(.7, .95);
    assertThat(vllm.sizeWaitCorrelation()).isBetween(-.2, .2);
  }

  @Test
  void sharedPrefix_moreShared_isFoundInTheCache() {
    assertThat(hitRate("shared-10")).isLessThan(.3);
    assertThat(hitRate("shared-80")).isGreaterThan(.9);
  }

  private static double hitRate(String name) {
    Scenario scenario =
        Scenarios.byName(name).lasting(Duration.ofMinutes(10), Duration.ofMinutes(20));
    return LabRun.run(scenario, Contenders.VLLM, Condition.CLEAN, 1).hitRate();
  }
}
