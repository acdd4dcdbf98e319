package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.thunder.examples.simulator.Draws;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QuantileTableTest {

  private static final QuantileTable TABLE =
      QuantileTable.counts(0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 999, 1_000);

  @Test
  void at_percentOfTable_isValueOfTable() {
    double[] percents = {0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};
    double[] values = {0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 999, 1_000};
    for (int i = 0; i < percents.length; i++) {
      assertThat(TABLE.at(percents[i] / 100)).isCloseTo(values[i], offset(1e-6));
    }
  }

  @Test
  void at_betweenPercents_risesBetweenTheirValues() {
    double[] values =
        IntStream.rangeClosed(0, 1_000).mapToDouble(i -> TABLE.at(i / 1_000.0)).toArray();
    for (int i = 1; i < values.length; i++) {
      assertThat(values[i]).isGreaterThanOrEqualTo(values[i - 1]);
    }
  }

  @Test
  void draw_manyTimes_hasTheQuantilesOfTheTable() {
    Draws draws = Draws.of(1, 2);
    double[] sorted = DoubleStream.generate(() -> TraceTables.MINI_SWE_OUTPUT.draw(draws))
        .limit(50_000)
        .sorted()
        .toArray();

    assertThat(sorted[5_000]).as("10 %").isCloseTo(28, offset(1.0));
    assertThat(sorted[25_000]).as("50 %").isCloseTo(90, offset(4.0));
    assertThat(sorted[45_000]).as("90 %").isCloseTo(686, offset(25.0));
    assertThat(DoubleStream.of(sorted).average().orElseThrow())
        .as("the mean of the recorded outputs is 272 without the outlier")
        .isCloseTo(272, offset(25.0));
  }

  @Test
  void draw_sameSeed_isTheSame() {
    assertThat(TABLE.draw(Draws.of(5, 6))).isEqualTo(TABLE.draw(Draws.of(5, 6)));
    assertThat(TABLE.draw(Draws.of(5, 6))).isNotEqualTo(TABLE.draw(Draws.of(5, 7)));
  }

  @Test
  void newTable_fallingOrTooFewValues_isRefused() {
    assertThatThrownBy(() -> QuantileTable.counts(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12");
    assertThatThrownBy(() -> QuantileTable.seconds(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rise");
  }
}
