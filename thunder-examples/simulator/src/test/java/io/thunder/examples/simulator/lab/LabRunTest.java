package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LabRunTest {

  private static final Scenario SHORT = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96)
      .lasting(Duration.ofMinutes(5), Duration.ofMinutes(15));

  @Test
  void run_sameSeed_givesTheSameResult() {
    assertThat(LabRun.run(SHORT, Contenders.THUNDER, Condition.CLEAN, 1))
        .isEqualTo(LabRun.run(SHORT, Contenders.THUNDER, Condition.CLEAN, 1));
  }

  @Test
  void run_anotherSeed_givesAnotherResult() {
    assertThat(LabRun.run(SHORT, Contenders.THUNDER, Condition.CLEAN, 1))
        .isNotEqualTo(LabRun.run(SHORT, Contenders.THUNDER, Condition.CLEAN, 2));
  }

  @Test
  void run_batch_endsWithItsLastProgram() {
    Scenario batch = new Scenario(
        "batch",
        SHORT.source(),
        SHORT.preset(),
        1,
        new Arrivals.Batch(20, 8),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofHours(10));

    RunResult result = LabRun.run(batch, Contenders.VLLM, Condition.CLEAN, 1);

    assertThat(result.programs()).isEqualTo(20);
    assertThat(result.makespanSeconds()).isPositive().isLessThan(10 * 3_600);
  }
}
