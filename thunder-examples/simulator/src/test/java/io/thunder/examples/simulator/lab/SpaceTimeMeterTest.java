package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import io.thunder.program.SpaceTimeCosts;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpaceTimeMeterTest {

  private static SpaceTimeCosts costs(Scenario scenario, Contender contender) {
    return LabRun.run(scenario, contender, Condition.CLEAN, 1).costs();
  }

  private static Scenario lasting(Scenario scenario) {
    return scenario.lasting(Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  @ParameterizedTest
  @ValueSource(strings = {"swe-glm-96", "openhands-glm-24", "fan-out", "shared-80", "heavy-tail"})
  void costs_anyScenario_sumToCapacityTimesTime(String name) {
    Scenario scenario = lasting(Scenarios.byName(name));
    double all = scenario.preset().capacityTokens() * 600.0;

    for (Contender contender : new Contender[] {Contenders.VLLM, Contenders.THUNDER}) {
      SpaceTimeCosts costs = costs(scenario, contender);

      assertThat(costs.total()).isCloseTo(all, within(all * 1e-9));
      assertThat(costs.unused()).as("%s leaves something", contender.name()).isNotNegative();
      assertThat(costs.idle()).isNotNegative();
    }
  }

  @Test
  void costs_batch_sumToCapacityTimesMakespan() {
    Scenario batch = Scenarios.promptBurst();
    RunResult result = LabRun.run(batch, Contenders.THUNDER, Condition.CLEAN, 1);

    double all = batch.preset().capacityTokens() * result.makespanSeconds();
    assertThat(result.costs().total()).isCloseTo(all, within(all * 1e-9));
  }

  @Test
  void costs_underPressure_differAsThePoliciesDo() {
    Scenario crowded = lasting(Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96));
    SpaceTimeCosts vllm = costs(crowded, Contenders.VLLM);
    SpaceTimeCosts thunder = costs(crowded, Contenders.THUNDER);

    assertThat(vllm.recompute()).isGreaterThan(3 * thunder.recompute());
    assertThat(vllm.prefill()).isLessThan(thunder.prefill()); // fewer programs get anywhere
    assertThat(thunder.idle()).isGreaterThan(3 * vllm.idle()); // what is idle is evicted
  }

  @Test
  void costs_longTools_areIdleWhileNothingIsEvicted() {
    Scenario alone = lasting(Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 4));
    double tools = 2.0; // about as long as the mean turn takes to be answered

    SpaceTimeCosts costs = costs(alone, Contenders.VLLM);

    assertThat(costs.idle()).isBetween(.05 * costs.decode(), tools * costs.decode());
    assertThat(costs.recompute()).isLessThan(.01 * costs.decode());
  }
}
