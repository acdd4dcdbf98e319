package io.thunder.examples.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicksTest {

  @Test
  void covering_value_reachesItInRoundSteps() {
    assertThat(Ticks.covering(418).values()).containsExactly(0., 100., 200., 300., 400., 500.);
    assertThat(Ticks.covering(100).values()).containsExactly(0., 20., 40., 60., 80., 100.);
  }

  @Test
  void within_value_endsThere() {
    Ticks ticks = Ticks.within(13);

    assertThat(ticks.values()).containsExactly(0., 2.5, 5., 7.5, 10., 12.5);
    assertThat(ticks.end()).isEqualTo(13);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .001, .3, 1, 7, 59.99, 60, 1e7})
  void covering_anyValue_hasFewSteps(double largest) {
    Ticks ticks = Ticks.covering(largest);

    assertThat(ticks.count()).isBetween(1, 6);
    assertThat(ticks.end()).isGreaterThanOrEqualTo(largest);
  }
}
