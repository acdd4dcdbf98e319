package io.thunder.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        " false\n",
        "0",
        "-0",
        "10.25",
        "1e5",
        "1E+5",
        "-1.5e-300",
        "\"\"",
        "\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\"",
        "\"é 😀 \u007f \u2028\"",
        "[]",
        "[ ]",
        "{}",
        "{ \t}",
        "[1, [2, {}], \"x\"]",
        "{\"a\": {\"b\": [true, null]}, \"a\": 1}"
      })
  void create_validText_isKeptByteForByte(String text) {
    assertThat(new JsonText(text).text()).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``, 0, text ends inside a value",
        "` `, 1, text ends inside a value",
        "`nul`, 0, expected a value",
        "`True`, 0, expected a value",
        "`nullx`, 4, text after the value",
        "`NaN`, 0, expected a value",
        "`+1`, 0, expected a value",
        "`.5`, 0, expected a value",
        "`01`, 1, text after the value",
        "`1.`, 2, expected a digit",
        "`1.e5`, 2, expected a digit",
        "`1e`, 2, text ends inside a value",
        "`1e+`, 3, expected a digit",
        "`-`, 1, text ends inside a value",
        "`-a`, 1, expected a digit",
        "`--1`, 1, expected a digit",
        "`\"abc`, 4, text ends inside a value",
        "`\"a\\`, 3, text ends inside a value",
        "`\"\\x\"`, 2, bad escape",
        "`\"\\u12g4\"`, 5, bad \\u escape",
        "`\"\\u１２３４\"`, 3, bad \\u escape",
        "`'a'`, 0, expected a value",
        "`[1,]`, 3, expected a value",
        "`[,1]`, 1, expected a value",
        "`[1 2]`, 3, `expected ',' or ']'`",
        "`[1}`, 2, `expected ',' or ']'`",
        "`[`, 1, text ends inside a value",
        "`]`, 0, expected a value",
        "`{1:2}`, 1, expected a key",
        "`{\"a\"}`, 4, `expected ':'`",
        "`{\"a\":}`, 5, expected a value",
        "`{\"a\":1,}`, 7, expected a key",
        "`{\"a\":1]`, 6, `expected ',' or '}'`",
        "`{} {}`, 3, text after the value",
        "`1\u00a0`, 1, text after the value"
      })
  void create_invalidText_isRefusedWithPosition(String text, int position, String what) {
    assertThatThrownBy(() -> new JsonText(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not JSON at position " + position + ": " + what);
  }

  @Test
  void create_controlCharacterInString_isRefused() {
    for (char c = 0; c < 0x20; c++) {
      String text = "\"a" + c + "\"";
      assertThatThrownBy(() -> new JsonText(text))
          .hasMessage("not JSON at position 2: control character in a string");
    }
  }

  @Test
  void create_deepNesting_isBoundedWithoutOverflow() {
    assertThat(new JsonText("[".repeat(1_000) + "]".repeat(1_000)).text()).hasSize(2_000);

    assertThatThrownBy(() -> new JsonText("[".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not JSON at position 1001: nesting deeper than 1000");
    assertThatThrownBy(() -> new JsonText("{\"a\":".repeat(1_001)))
        .hasMessageEndingWith("nesting deeper than 1000");
  }

  @Test
  void create_manyShallowValues_areNotDeep() {
    assertThat(new JsonText("[" + "[],".repeat(5_000) + "[]]").text()).hasSize(15_004);
  }

  @Test
  void ofString_everyCodeUnit_isValidAndReadsBack() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String value = "a" + (char) c + "b";
      assertThat(unquoted(JsonText.ofString(value).text())).as("U+%04X", c).isEqualTo(value);
    }
  }

  @Test
  void ofString_surrogates_areEscapedSoThatLoneOnesSurviveUtf8() {
    assertThat(JsonText.ofString("😀").text()).isEqualTo("\"\\ud83d\\ude00\"");
    assertThat(JsonText.ofString("\ud83d").text()).isEqualTo("\"\\ud83d\"");
    assertThat(JsonText.ofString("\"\\\n").text()).isEqualTo("\"\\\"\\\\\\u000a\"");
  }

  /** What a reader makes of the escapes that {@link JsonText#ofString} writes. */
  private static String unquoted(String json) {
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char c = json.charAt(i);
      if (c != '\\') {
        value.append(c);
      } else if (json.charAt(++i) == 'u') {
        value.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        value.append(json.charAt(i));
      }
    }
    return value.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "5, 5",
    "0.7, 0.7",
    "-2.5, -2.5",
    "1e20, 1.0E20",
    "123456789012, 123456789012",
    "4.9e-324, 4.9E-324"
  })
  void ofNumber_finite_isWrittenShortly(double value, String text) {
    assertThat(JsonText.ofNumber(value).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void ofNumber_notFinite_isRefused(double value) {
    assertThatThrownBy(() -> JsonText.ofNumber(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_always_hidesTheText() {
    assertThat(JsonText.ofString("secret")).hasToString("JsonText[8 characters]");
    assertThat(JsonText.ofBoolean(true).text()).isEqualTo("true");
    assertThat(JsonText.NULL.text()).isEqualTo("null");
  }
}
