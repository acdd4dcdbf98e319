package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.lab.ProgramSource;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sixty programs of up to 3,000 tokens each, whose tools take a second. */
final class CongestionControlTest {

  private static final ProgramSource PROGRAMS =
      SmallRuns.growing(1_000, 50, 40, Duration.ofSeconds(1));

  @Test
  void aimd_start_isCarefulAndFirstComeFirstServed() {
    Observed run = run(10_000_000);

    List<Integer> starts = run.answers.stream()
        .filter(answer -> answer.turn() == 0)
        .sorted(Comparator.comparingLong(answer -> answer.report().firstScheduledNanos()))
        .map(answer -> answer.program().plan().index())
        .toList();
    assertThat(starts).isSorted().hasSize(60);
    assertThat(run.answers)
        .filteredOn(answer -> answer.turn() == 0 && answer.waitSeconds() < .2)
        .hasSize(8);
  }

  @Test
  void aimd_cacheHolds_raisesTheLimitAndPausesNobody() {
    Observed run = run(10_000_000);

    assertThat(run.result().pauses()).isZero();
    assertThat(run.inFlightMax).isGreaterThan(30);
  }

  @Test
  void aimd_cacheThrashes_cutsTheLimit() {
    Observed run = run(16_000); // five to ten programs

    assertThat(run.result().pauses()).isPositive();
    assertThat(run.result().hitRate())
        .isGreaterThan(
            Observed.run(scenario(16_000), Contenders.VLLM, 1).result().hitRate() + .2);
  }

  private static Observed run(int capacityTokens) {
    return Observed.run(scenario(capacityTokens), Contenders.AIMD, 1);
  }

  private static Scenario scenario(int capacityTokens) {
    return SmallRuns.batch(PROGRAMS, SmallRuns.preset(capacityTokens), 1, 60);
  }
}
