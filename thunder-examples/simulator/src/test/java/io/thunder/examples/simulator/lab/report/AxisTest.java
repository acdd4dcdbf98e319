package io.thunder.examples.simulator.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class AxisTest {

  @Test
  void linear_oddValue_endsAtARoundOne() {
    Axis axis = Axis.linear(0, 100, 437);

    assertThat(axis.ticks()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0, 500.0);
    assertThat(axis.at(250)).isCloseTo(50, within(1e-9));
  }

  @Test
  void logarithmic_values_standAtEqualRatios() {
    Axis axis = Axis.logarithmic(0, 300, .2, 60);

    assertThat(axis.ticks()).hasSize(4);
    assertThat(axis.at(1)).isCloseTo(100, within(1e-9));
    assertThat(axis.at(1e9)).as("beyond the end").isCloseTo(300, within(1e-9));
  }

  @Test
  void text_tick_hasNoIdleZeros() {
    assertThat(Axis.text(1_000)).isEqualTo("1,000");
    assertThat(Axis.text(.5)).isEqualTo("0.5");
  }
}
