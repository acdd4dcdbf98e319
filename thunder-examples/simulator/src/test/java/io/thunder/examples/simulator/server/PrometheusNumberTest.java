package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrometheusNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "3, 3.0",
    "120, 120.0",
    "0.25, 0.25",
    "0.0001, 0.0001",
    "6.1e-05, 6.1e-05",
    "1e-7, 1e-07",
    "123456, 123456.0",
    "1234567, 1.234567e+06",
    "1000000, 1e+06",
    "1.7631e9, 1.7631e+09",
    "-2.5, -2.5",
  })
  void format_number_looksAsFromPython(double value, String text) {
    assertThat(PrometheusNumber.format(value)).isEqualTo(text);
    assertThat(Double.parseDouble(text)).isEqualTo(value);
  }
}
