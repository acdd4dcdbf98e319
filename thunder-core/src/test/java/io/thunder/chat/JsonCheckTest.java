package io.thunder.chat;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        " true\n",
        "0",
        "-0",
        "-1.50e+07",
        "1E-3",
        "\"\"",
        "\"\\u00eF\\\"\\/\"",
        "\"\u2028\u007f\ud83c\"",
        "[]",
        "{}",
        "[ ]",
        "{ \"a\" : [ 1 , {} ] , \"a\" : 2 }"
      })
  void check_json_passes(String text) {
    assertThatCode(() -> new JsonCheck(text).check()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "True",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "-",
        "NaN",
        "0x1",
        "1 2",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u\uff11\uff11\uff11\uff11\"",
        "\"\n\"",
        "'a'",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "[}",
        "{]",
        "\ufeff1",
        "1\u00a0"
      })
  void check_noJson_throws(String text) {
    assertThatThrownBy(() -> new JsonCheck(text).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON at position ");
  }
}
