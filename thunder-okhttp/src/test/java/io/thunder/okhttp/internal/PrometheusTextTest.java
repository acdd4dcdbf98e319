package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrometheusTextTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "6.1e-05, 0.000061",
    "1.23e+06, 1230000",
    "1.234567E6, 1234567",
    "-0.5, -0.5",
    "NaN, NaN",
    "+Inf, Infinity",
    "Inf, Infinity",
    "-Inf, -Infinity"
  })
  void read_anyNumber_isUnderstood(String text, double value) throws IOException {
    assertThat(read("a " + text)).containsExactly(new Series("a", Map.of(), value));
  }

  @Test
  void read_timeStampsAndExemplars_areIgnored() throws IOException {
    assertThat(read("a 1 1395066363000\nb{x=\"y\"} 2 # {trace=\"z\"} 0.67 1.2\n"))
        .containsExactly(new Series("a", Map.of(), 1), new Series("b", Map.of("x", "y"), 2));
  }

  @Test
  void read_escapedLabels_areUnescaped() throws IOException {
    assertThat(read("a{p=\"C:\\\\x\",q=\"\\\"}{,=\",r=\"1\\n2\",s=\"\"} 1"))
        .containsExactly(
            new Series("a", Map.of("p", "C:\\x", "q", "\"}{,=", "r", "1\n2", "s", ""), 1));
  }

  @Test
  void read_spacesEverywhere_areAllowed() throws IOException {
    assertThat(read("  a { x = \"1\" , y=\"2\", }\t 3 \n"))
        .containsExactly(new Series("a", Map.of("x", "1", "y", "2"), 3));
  }

  @Test
  void read_carriageReturnsAndMissingLastLineEnd_areAllowed() throws IOException {
    assertThat(read("a 1\r\n\r\n# EOF\r\nb 2"))
        .containsExactly(new Series("a", Map.of(), 1), new Series("b", Map.of(), 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a{",
        "a{x",
        "a{x=",
        "a{x=1} 1",
        "a{x=\"1} 1",
        "a{x=\"1\" y=\"2\"} 1",
        "a{x=\"1\"}",
        "a one",
        "a ...",
        "{} 1",
        "# a 1",
        "\u0000\uffff",
        "<html>"
      })
  void read_garbage_isSkippedAndTheRestRead(String garbage) throws IOException {
    assertThat(read("b 1\n" + garbage + "\nc 2\n"))
        .filteredOn(series -> !series.name().startsWith("\u0000"))
        .extracting(Series::name)
        .containsExactly("b", "c");
  }

  @Test
  void read_unwantedNames_areNotParsed() throws IOException {
    List<Series> all = new ArrayList<>();
    PrometheusText.read(
        new Buffer().writeUtf8("aa 1\na_a 2\na 3\n"), "a"::equals, label -> true, all::add);
    assertThat(all).containsExactly(new Series("a", Map.of(), 3));
  }

  @Test
  void read_unwantedLabels_areNotKept() throws IOException {
    List<Series> all = new ArrayList<>();
    PrometheusText.read(
        new Buffer().writeUtf8("a{x=\"1\",y=\"2\",xx=\"3\"} 4"),
        name -> true,
        "x"::equals,
        all::add);
    assertThat(all).containsExactly(new Series("a", Map.of("x", "1"), 4));
  }

  @Test
  void read_anyChunking_isTheSame() throws IOException {
    String page = "a{x=\"é\"} 1\n# c\nb 2\n";
    for (int bytes = 1; bytes < 20; bytes++) {
      List<Series> all = new ArrayList<>();
      PrometheusText.read(TrickleSource.of(page, bytes), name -> true, label -> true, all::add);
      assertThat(all)
          .containsExactly(new Series("a", Map.of("x", "é"), 1), new Series("b", Map.of(), 2));
    }
  }

  @Test
  void read_longestLine_isRead() throws IOException {
    int length = (int) PrometheusText.LINE_BYTES_MAX - 1;
    assertThat(read("#" + "x".repeat(length - 1) + "\na 1")).hasSize(1);
  }

  @Test
  void read_lineTooLong_isRefused() {
    assertThatThrownBy(() -> read("#" + "x".repeat((int) PrometheusText.LINE_BYTES_MAX)))
        .isInstanceOf(TooLargeException.class);
  }

  @Test
  void read_pageTooLong_isRefused() {
    String line = "# " + "x".repeat(1_021) + "\n";
    Buffer page = new Buffer();
    for (long bytes = 0; bytes <= PrometheusText.PAGE_BYTES_MAX; bytes += line.length()) {
      page.writeUtf8(line);
    }
    assertThatThrownBy(() -> PrometheusText.read(page, name -> true, label -> true, series -> {}))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("metrics page");
  }

  private static List<Series> read(String page) throws IOException {
    List<Series> all = new ArrayList<>();
    PrometheusText.read(new Buffer().writeUtf8(page), name -> true, label -> true, all::add);
    return all;
  }
}
