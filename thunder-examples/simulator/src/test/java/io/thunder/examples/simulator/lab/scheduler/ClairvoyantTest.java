package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.ProgramSource;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClairvoyantTest {

  private static final Scenario PRESSURE = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96)
      .lasting(Duration.ofMinutes(10), Duration.ofMinutes(30));

  @Test
  void clairvoyant_pressure_neverPreemptsAndBeatsTheBaselines() {
    Observed run = Observed.run(PRESSURE, Contenders.CLAIRVOYANT, 1);

    assertThat(run.answers)
        .allSatisfy(answer -> assertThat(answer.report().preemptions()).isZero());
    assertThat(run.result().stepsPerMinute())
        .isGreaterThan(stepsPerMinute(Contenders.PUBLISHED_WITH_HEADROOM))
        .isGreaterThan(stepsPerMinute(Contenders.DYNAMO_BAND));
  }

  private static double stepsPerMinute(Contender contender) {
    return Observed.run(PRESSURE, contender, 1).result().stepsPerMinute();
  }

  @Test
  void clairvoyant_pressure_letsNobodyWaitMuchLongerThanHalfAnHour() {
    Scenario longer = PRESSURE.lasting(Duration.ofMinutes(10), Duration.ofMinutes(90));

    assertThat(Observed.run(longer, Contenders.CLAIRVOYANT, 1).result().worstWaitSeconds())
        .isLessThan(2_400);
  }

  @Test
  void clairvoyant_roomForOne_runsTheLeastWorkFirst() {
    Scenario scenario =
        SmallRuns.batch(SmallRuns.single(1_000, 900, 300, 800, 500), SmallRuns.preset(2_208), 1, 5);

    assertThat(Observed.run(scenario, Contenders.CLAIRVOYANT, 1).answers)
        .extracting(answer -> answer.program().plan().index())
        .containsExactly(0, 2, 4, 3, 1);
  }

  @Test
  void clairvoyant_longTool_givesItsMemoryAwayAtOnce() {
    // The long tool's program holds 2,000 of 4,400 tokens; the others need as many each.
    assertThat(start(Duration.ofSeconds(1))).isGreaterThan(1);
    assertThat(start(Duration.ofHours(1))).isLessThan(1);
  }

  /** Returns how many seconds the last of three programs waits. */
  private static double start(Duration tool) {
    ProgramSource programs = (seed, index) -> new ProgramPlan(
        index,
        List.of(),
        index == 0
            ? List.of(
                new Turn(1_990, 0, 10, "tool", tool.toNanos()), new Turn(2_010, 2_000, 10, "", 0))
            : List.of(new Turn(1_000, 0, 990, "", 0)));
    Scenario scenario = SmallRuns.batch(programs, SmallRuns.preset(4_400), 1, 3);
    return Observed.run(scenario, Contenders.CLAIRVOYANT, 1).answers.stream()
        .max(Comparator.comparingDouble(Observed.Answer::waitSeconds))
        .orElseThrow()
        .waitSeconds();
  }
}
