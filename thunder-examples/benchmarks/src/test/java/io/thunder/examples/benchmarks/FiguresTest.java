package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {

  private final StringWriter out = new StringWriter();
  private final Figures figures = new Figures(new PrintWriter(out));

  @Test
  void add_printsNameValueUnitAtOnce() {
    figures.add("memory.perProgram", 575.14, "B");
    assertThat(out.toString().strip().split(" +"))
        .containsExactly("memory.perProgram", "575.1", "B");
  }

  @Test
  void add_budgetKept_printsItAndOk() {
    figures.add("chat.1KB.thunder/bare.p50", 1.03, "x");
    assertThat(out.toString().strip().split(" +"))
        .containsExactly("chat.1KB.thunder/bare.p50", "1.030", "x", "<=", "1.030", "ok");
  }

  @Test
  void add_budgetExceeded_printsItAndOver() {
    figures.add("admission.free.programs-1000.backends-1.rate", 999_999, "turns/s");
    assertThat(out.toString().strip()).endsWith("999,999 turns/s  >= 1,000,000 over");
  }

  @Test
  void addRatio_twoFigures_oneInTermsOfTheOther() {
    figures.add("large", 30, "ns");
    figures.add("small", 20, "ns");
    figures.addRatio("growth", "large", "small");
    assertThat(figures.all().get(2)).isEqualTo(new Figure("growth", 1.5, "x", null));
  }

  @Test
  void addRatio_figureNotMeasured_refused() {
    figures.add("large", 30, "ns");
    assertThatThrownBy(() -> figures.addRatio("growth", "large", "small"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("small");
  }

  @Test
  void addMicros_nanos_medianAnd99thPercentile() {
    Histogram nanos = new Histogram(3);
    nanos.recordValueWithCount(1_000, 98);
    nanos.recordValueWithCount(50_000, 2);
    figures.addMicros("x", nanos);
    assertThat(figures.all()).extracting(Figure::name).containsExactly("x.p50", "x.p99");
    assertThat(figures.all().get(0).value()).isBetween(0.999, 1.001);
    assertThat(figures.all().get(1).value()).isBetween(49.9, 50.1);
  }

  @ParameterizedTest
  @CsvSource({"0.12345, 0.123", "1.5, 1.500", "12.345, 12.35", "575.14, 575.1", "-1234.5, '-1,235'"
  })
  void text_value_fourDigitsThatCount(double value, String expected) {
    assertThat(Figures.text(value)).isEqualTo(expected);
  }
}
