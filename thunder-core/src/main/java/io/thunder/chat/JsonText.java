package io.thunder.chat;

import java.util.Objects;

/**
 * One JSON value, kept exactly as it was written: order of keys, number format, white space. It is
 * how fields that this library does not interpret survive the trip to the engine and back.
 *
 * @param text the JSON text of one value
 */
public record JsonText(String text) {

  /** The JSON value {@code null}. */
  public static final JsonText NULL = new JsonText("null");

  /**
   * Checks that the text is one JSON value as RFC 8259 defines it.
   *
   * @throws IllegalArgumentException if it is not, with the position of the first mistake
   */
  public JsonText {
    Objects.requireNonNull(text, "text");
    new JsonCheck(text).check();
  }

  /**
   * A JSON string.
   *
   * @param value any text
   * @return the text as a JSON string, quoted and escaped
   */
  public static JsonText ofString(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 16).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return new JsonText(quoted.append('"').toString());
  }

  /**
   * A JSON number.
   *
   * @param value a finite number
   * @return the number
   */
  public static JsonText ofNumber(double value) {
    return new JsonText(
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value));
  }

  /**
   * A JSON boolean.
   *
   * @param value the value
   * @return {@code true} or {@code false}
   */
  public static JsonText ofBoolean(boolean value) {
    return new JsonText(Boolean.toString(value));
  }

  /** Returns the length only: a value may be a prompt, which does not belong into logs. */
  @Override
  public String toString() {
    return "JsonText[" + text.length() + " characters]";
  }
}
