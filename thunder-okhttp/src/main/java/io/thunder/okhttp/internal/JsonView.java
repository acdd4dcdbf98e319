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
 * Walking makes no strings: keys are compared where they stand, and what nobody asks for is skipped.
 * Every answer and every chunk is read so: what has one value only is looked up without a view.
 *
 * @param text the whole text
 * @param start where the value begins
 * @param end where it ends, exclusive
 */
record JsonView(String text, int start, int end) {

  /** What engines send for the tool calls of an answer that makes none. */
  private static final JsonText NO_ITEMS = new JsonText("[]");

  /**
   * Checks and views a text.
   *
   * @throws MalformedException if it is not JSON
   */
  static JsonView parse(String text) throws MalformedException {
    try {
      return of(new JsonText(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()), text);
    }
  }

  static JsonView of(JsonText json) {
    String text = json.text();
    int end = text.length();
    while (isSpace(text.charAt(end - 1))) {
      end--;
    }
    return new JsonView(text, skipSpace(text, 0), end);
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

  /** Whether the value is written exactly so. */
  boolean is(String json) {
    return end - start == json.length() && text.startsWith(json, start);
  }

  String raw() {
    return text.substring(start, end);
  }

  JsonText json() {
    return isNull() ? JsonText.NULL : is("[]") ? NO_ITEMS : new JsonText(raw());
  }

  /** The value of a string. */
  String string() {
    return string(text, start, end);
  }

  /** The value of a whole number that fits, else null. */
  @Nullable
  Long wholeNumber() {
    return wholeNumber(text, start, end);
  }

  /** The value of a number, else null. */
  @Nullable
  Double number() {
    char first = text.charAt(start);
    return first == '-' || (first >= '0' && first <= '9')
        ? (Double) Double.parseDouble(raw())
        : null;
  }

  /** An object's member; the last one if the name is repeated. */
  @Nullable
  JsonView get(String name) {
    int value = find(name);
    return value < 0 ? null : valueAt(value);
  }

  /**
   * Several members of an object, found in one walk.
   *
   * @param names what they are called
   * @return the members in the order of the names, null where there is none
   */
  @Nullable
  JsonView[] get(String[] names) {
    @Nullable JsonView[] found = new JsonView[names.length];
    int key = skipSpace(text, start + 1);
    while (text.charAt(key) != '}') {
      int keyEnd = stringEnd(text, key);
      int value = valueAfter(keyEnd);
      int valueEnd = valueEnd(text, value);
      boolean escaped = hasEscape(key, keyEnd);
      for (int i = 0; i < names.length; i++) {
        if (isName(names[i], key, keyEnd, escaped)) {
          found[i] = new JsonView(text, value, valueEnd);
        }
      }
      key = next(valueEnd);
    }
    return found;
  }

  /** Whether an object has such a member. */
  boolean has(String name) {
    return find(name) >= 0;
  }

  /** An object's member if it is a whole number that fits, else null. */
  @Nullable
  Long wholeNumberAt(String name) {
    int value = find(name);
    return value < 0 ? null : wholeNumber(text, value, valueEnd(text, value));
  }

  /** An object's member if it is a string, else null. */
  @Nullable
  String stringAt(String name) {
    int value = find(name);
    return value >= 0 && text.charAt(value) == '"'
        ? string(text, value, valueEnd(text, value))
        : null;
  }

  /** An object's members in order. */
  void members(BiConsumer<String, JsonView> visitor) {
    membersExcept(new String[0], visitor);
  }

  /** An object's members in order, without those of some names. */
  void membersExcept(String[] names, BiConsumer<String, JsonView> visitor) {
    int key = skipSpace(text, start + 1);
    while (text.charAt(key) != '}') {
      int keyEnd = stringEnd(text, key);
      int value = valueAfter(keyEnd);
      int valueEnd = valueEnd(text, value);
      if (!isAnyName(names, key, keyEnd)) {
        visitor.accept(string(text, key, keyEnd), new JsonView(text, value, valueEnd));
      }
      key = next(valueEnd);
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

  /** Where a member's value begins; of the last one if the name is repeated; -1 if there is none. */
  private int find(String name) {
    int found = -1;
    int key = skipSpace(text, start + 1);
    while (text.charAt(key) != '}') {
      int keyEnd = stringEnd(text, key);
      int value = valueAfter(keyEnd);
      if (isName(name, key, keyEnd, hasEscape(key, keyEnd))) {
        found = value;
      }
      key = next(valueEnd(text, value));
    }
    return found;
  }

  private boolean hasEscape(int key, int keyEnd) {
    int at = key;
    while (at < keyEnd && text.charAt(at) != '\\') {
      at++;
    }
    return at < keyEnd;
  }

  private boolean isAnyName(String[] names, int key, int keyEnd) {
    boolean escaped = hasEscape(key, keyEnd);
    for (String name : names) {
      if (isName(name, key, keyEnd, escaped)) {
        return true;
      }
    }
    return false;
  }

  private boolean isName(String name, int key, int keyEnd, boolean escaped) {
    return escaped
        ? string(text, key, keyEnd).equals(name)
        : keyEnd - key - 2 == name.length() && text.startsWith(name, key + 1);
  }

  private int valueAfter(int keyEnd) {
    return skipSpace(text, skipSpace(text, keyEnd) + 1);
  }

  private JsonView valueAt(int from) {
    return new JsonView(text, from, valueEnd(text, from));
  }

  private int next(int at) {
    int after = skipSpace(text, at);
    return text.charAt(after) == ',' ? skipSpace(text, after + 1) : after;
  }

  private static String string(String text, int start, int end) {
    @Nullable String usual = UsualWords.at(text, start + 1, end - 1);
    if (usual != null) {
      return usual;
    }
    String inside = text.substring(start + 1, end - 1);
    return inside.indexOf('\\') < 0
        ? inside
        : JsonParser.parseString(text.substring(start, end)).getAsString();
  }

  private static @Nullable Long wholeNumber(String text, int start, int end) {
    char first = text.charAt(start);
    if (first != '-' && (first < '0' || first > '9')) {
      return null;
    }
    try {
      return Long.parseLong(text, start, end, /* radix= */ 10);
    } catch (NumberFormatException e) {
      double value = Double.parseDouble(text.substring(start, end));
      return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Long) (long) value : null;
    }
  }

  private static int valueEnd(String text, int start) {
    char first = text.charAt(start);
    if (first == '"') {
      return stringEnd(text, start);
    }
    return first == '{' || first == '[' ? bracketEnd(text, start) : scalarEnd(text, start);
  }

  /** Looks from quote to quote, which the JVM does many characters at a time. */
  private static int stringEnd(String text, int start) {
    int quote = text.indexOf('"', start + 1);
    while (isEscaped(text, quote)) {
      quote = text.indexOf('"', quote + 1);
    }
    return quote + 1;
  }

  /** Whether a quote follows an odd number of backslashes: an even one is escaped backslashes. */
  private static boolean isEscaped(String text, int quote) {
    int first = quote;
    while (text.charAt(first - 1) == '\\') {
      first--;
    }
    return (quote - first) % 2 != 0;
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
    while (at < text.length() && isScalar(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isScalar(char c) {
    return c != ',' && c != ']' && c != '}' && !isSpace(c);
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
