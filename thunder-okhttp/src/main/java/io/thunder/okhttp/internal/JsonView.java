package io.thunder.okhttp.internal;

import com.google.gson.JsonParser;
import io.thunder.chat.JsonText;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value inside a JSON text, as a slice of it. Fields that Thunder does not interpret are handed on
 * exactly as the engine wrote them, and Gson's readers do not tell where in the text a value stands.
 *
 * <p>Views start from a {@link JsonText}, which was checked, so that walking needs no error cases.
 *
 * @param text the whole text
 * @param start where the value begins
 * @param end where it ends, exclusive
 */
record JsonView(String text, int start, int end) {

  /**
   * Checks and views a text.
   *
   * @throws MalformedException if it is not JSON
   */
  static JsonView parse(String text) throws MalformedException {
    try {
      return of(new JsonText(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage() + ": " + Excerpt.of(text));
    }
  }

  static JsonView of(JsonText json) {
    String text = json.text();
    int start = skipSpace(text, 0);
    return new JsonView(text, start, valueEnd(text, start));
  }

  boolean isObject() {
    return text.charAt(start) == '{';
  }

  boolean isArray() {
    return text.charAt(start) == '[';
  }

  boolean isString() {
    return text.charAt(start) == '"';
  }

  boolean isNull() {
    return text.charAt(start) == 'n';
  }

  String raw() {
    return text.substring(start, end);
  }

  JsonText json() {
    return new JsonText(raw());
  }

  /** The value of a string. */
  String string() {
    String raw = raw();
    return raw.indexOf('\\') < 0
        ? raw.substring(1, raw.length() - 1)
        : JsonParser.parseString(raw).getAsString();
  }

  /** The value of a whole number that fits, else null. */
  @Nullable
  Long wholeNumber() {
    char first = text.charAt(start);
    if (first != '-' && (first < '0' || first > '9')) {
      return null;
    }
    try {
      return Long.valueOf(raw());
    } catch (NumberFormatException e) {
      double value = Double.parseDouble(raw());
      return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Long) (long) value : null;
    }
  }

  /** An object's member; the last one if the name is repeated. */
  @Nullable
  JsonView get(String name) {
    JsonView[] found = new JsonView[1];
    members((key, value) -> {
      if (key.equals(name)) {
        found[0] = value;
      }
    });
    return found[0];
  }

  /** An object's member if it is an object, else null. */
  @Nullable
  JsonView objectAt(String name) {
    JsonView value = get(name);
    return value != null && value.isObject() ? value : null;
  }

  /** An object's member if it is a string, else null. */
  @Nullable
  String stringAt(String name) {
    JsonView value = get(name);
    return value != null && value.isString() ? value.string() : null;
  }

  /** An object's members in order. */
  void members(BiConsumer<String, JsonView> visitor) {
    int at = skipSpace(text, start + 1);
    while (text.charAt(at) != '}') {
      JsonView key = new JsonView(text, at, valueEnd(text, at));
      JsonView value = valueAt(skipSpace(text, key.end) + 1);
      visitor.accept(key.string(), value);
      at = next(value.end);
    }
  }

  /** An array's items in order. */
  void items(Consumer<JsonView> visitor) {
    int at = skipSpace(text, start + 1);
    while (text.charAt(at) != ']') {
      JsonView item = valueAt(at);
      visitor.accept(item);
      at = next(item.end);
    }
  }

  private JsonView valueAt(int at) {
    int from = skipSpace(text, at);
    return new JsonView(text, from, valueEnd(text, from));
  }

  private int next(int at) {
    int after = skipSpace(text, at);
    return text.charAt(after) == ',' ? skipSpace(text, after + 1) : after;
  }

  private static int valueEnd(String text, int start) {
    char first = text.charAt(start);
    if (first == '"') {
      return stringEnd(text, start);
    }
    return first == '{' || first == '[' ? bracketEnd(text, start) : scalarEnd(text, start);
  }

  private static int stringEnd(String text, int start) {
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int bracketEnd(String text, int start) {
    int at = start;
    int depth = 0;
    do {
      char c = text.charAt(at);
      if (c == '"') {
        at = stringEnd(text, at);
      } else {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        at++;
      }
    } while (depth > 0);
    return at;
  }

  private static int scalarEnd(String text, int start) {
    int at = start;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
