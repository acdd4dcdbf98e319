package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RoundsTest {

  @Test
  void means_ofTwoRounds_areBetweenThem() {
    PolicyResult mean = Rounds.means(
            List.of(Results.ofRound("thunder", 1, 100), Results.ofRound("thunder", 2, 200)))
        .get(0);

    assertThat(mean.title()).isEqualTo("thunder mean");
    assertThat(mean.stepsPerMinute()).isEqualTo(150);
    assertThat(mean.stepLatencyP50Ms()).isEqualTo(150);
    assertThat(mean.pauses()).isEqualTo(2);
  }

  @Test
  void means_runEndedEarly_isNotInThem() {
    PolicyResult partial = Results.of("thunder", 1_000, true);

    assertThat(Rounds.means(List.of(Results.ofRound("thunder", 1, 100), partial)))
        .isEmpty();
  }

  @Test
  void means_singleRuns_areNone() {
    assertThat(Rounds.means(
            List.of(Results.of("passThrough", 1, false), Results.of("thunder", 2, false))))
        .isEmpty();
  }
}
