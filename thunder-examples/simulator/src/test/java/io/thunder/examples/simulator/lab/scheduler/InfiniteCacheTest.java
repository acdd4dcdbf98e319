package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InfiniteCacheTest {

  private static final Scenario A_WHILE = Scenario.closedLoop(ScienceWorkloads.OPEN_HANDS_GLM, 96)
      .lasting(Duration.ofMinutes(5), Duration.ofMinutes(15));

  @Test
  void infiniteCache_pressure_computesNothingTwiceAndNeverWaits() {
    int blockSize = A_WHILE.preset().blockSize();

    Observed run = Observed.run(A_WHILE, Contenders.INFINITE_CACHE, 1);

    assertThat(run.answers).hasSizeGreaterThan(3_000).allSatisfy(answer -> {
      int kept = answer.program().plan().turns().get(answer.turn()).keptTokens();
      assertThat(answer.report().cachedTokens()).isGreaterThan(kept - 2 * blockSize);
      assertThat(answer.report().preemptions()).isZero();
      assertThat(answer.waitSeconds()).isLessThan(10); // prompts share a step's token budget
    });
  }

  @Test
  void infiniteCache_everyOther_isSlower() {
    double bound = Observed.run(A_WHILE, Contenders.INFINITE_CACHE, 1).result().stepsPerMinute();

    assertThat(Contenders.all())
        .filteredOn(contender -> !contender.equals(Contenders.INFINITE_CACHE))
        .allSatisfy(
            contender -> assertThat(Observed.run(A_WHILE, contender, 1).result().stepsPerMinute())
                .as(contender.name())
                .isLessThan(bound));
  }
}
