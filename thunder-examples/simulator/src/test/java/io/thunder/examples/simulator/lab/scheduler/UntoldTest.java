package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The default policy on servers that say neither what they hold nor what they do. */
final class UntoldTest {

  /** On an engine that holds several times what is assumed. */
  private static final Scenario PRESSURE = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96)
      .lasting(Duration.ofMinutes(10), Duration.ofMinutes(50));

  /** On one that holds half of what is assumed. */
  private static final Scenario SMALL =
      PRESSURE.withPreset(PRESSURE.preset().withCapacityTokens(65_536));

  @Test
  void untold_largeEngine_isNearlyAsGoodAsTold() {
    assertThat(stepsPerMinute(PRESSURE, Contenders.THUNDER_UNTOLD))
        .isGreaterThan(0.75 * stepsPerMinute(PRESSURE, Contenders.THUNDER))
        .isGreaterThan(2 * stepsPerMinute(PRESSURE, Contenders.VLLM));
  }

  @Test
  void untold_smallEngine_isNearlyAsGoodAsTold() {
    assertThat(stepsPerMinute(SMALL, Contenders.THUNDER_UNTOLD))
        .isGreaterThan(0.75 * stepsPerMinute(SMALL, Contenders.THUNDER))
        .isGreaterThan(1.3 * stepsPerMinute(SMALL, Contenders.VLLM));
  }

  private static double stepsPerMinute(Scenario scenario, Contender contender) {
    return Observed.run(scenario, contender, 1).result().stepsPerMinute();
  }
}
