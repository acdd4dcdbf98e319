package io.thunder.examples.simulator.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class EstimateTest {

  @Test
  void of_severalValues_hasStudentsInterval() {
    Estimate estimate = Estimate.of(1, 2, 3, 4, 5);

    // s = sqrt(2.5), t(.975; 4) = 2.7764
    assertThat(estimate.mean()).isEqualTo(3);
    assertThat(estimate.half()).isCloseTo(2.7764 * Math.sqrt(2.5 / 5), within(1e-4));
    assertThat(estimate.low()).isCloseTo(3 - estimate.half(), within(1e-9));
  }

  @Test
  void of_oneValue_hasNoInterval() {
    assertThat(Estimate.of(7)).isEqualTo(new Estimate(7, Double.NaN, Double.NaN));
  }

  @Test
  void of_noValue_isUnknown() {
    assertThat(Estimate.of().isKnown()).isFalse();
  }
}
