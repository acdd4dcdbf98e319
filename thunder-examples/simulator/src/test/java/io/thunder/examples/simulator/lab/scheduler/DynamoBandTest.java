package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Four programs that start with 2,000 tokens and hold up to 200 more after each turn. */
final class DynamoBandTest {

  private static Scenario scenario(int capacityTokens, int turns) {
    return SmallRuns.batch(
        SmallRuns.growing(2_000, 200, turns, Duration.ofSeconds(5)),
        SmallRuns.preset(capacityTokens),
        1,
        4);
  }

  @Test
  void dynamoBand_belowThePauseThreshold_pausesNobody() {
    // At the end 4 x (2,300 + 100) = 9,600 of 10,240 tokens: 0.94.
    assertThat(run(10_240, 2).result().pauses()).isZero();
  }

  @Test
  void dynamoBand_aboveIt_pausesDownToTheTargetAndKeepsThePausedOut() {
    // After the second turns 9,600 of 10,000 tokens: one program must go, and 7,200 + 2,400 is more
    // than 0.85, so it comes back when another has ended.
    Observed run = run(10_000, 4);

    assertThat(run.result().pauses()).isEqualTo(1);
    long firstEnd = run.answers.stream()
        .filter(answer -> answer.turn() == 3)
        .mapToLong(answer -> answer.report().finishedNanos())
        .min()
        .orElseThrow();
    assertThat(run.answers)
        .filteredOn(answer -> answer.waitSeconds() > 5)
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.report().firstScheduledNanos()).isGreaterThan(firstEnd));
  }

  @Test
  void dynamoBand_neverRoom_letsThroughAfterHalfAnHour() {
    // 2,000 + 100 tokens are more than 0.85 of 2,400: only the first one gets in by itself.
    Observed run = run(2_400, 2);

    assertThat(run.result().programs()).isEqualTo(4);
    assertThat(run.result().worstWaitSeconds()).isGreaterThan(1_799);
  }

  private static Observed run(int capacityTokens, int turns) {
    return Observed.run(scenario(capacityTokens, turns), Contenders.DYNAMO_BAND, 1);
  }
}
