package io.thunder.okhttp.internal;

/**
 * Counts the bytes that {@link JsonUtf8} writes. A request names its length before its body; this is
 * the shorter loop by far, since it looks one number up for each character of nearly all text.
 *
 * <p>Not thread-safe.
 */
final class JsonLength implements JsonOut {

  private static final byte[] IN_STRINGS = lengths(JsonEscapes.inStrings());
  private static final byte[] VERBATIM = lengths(JsonEscapes.none());

  private long bytes;

  @Override
  public JsonLength verbatim(String json) {
    count(json, VERBATIM);
    return this;
  }

  @Override
  public JsonLength quoted(String value) {
    bytes += 2;
    count(value, IN_STRINGS);
    return this;
  }

  /** How many bytes there were so far. */
  long bytes() {
    return bytes;
  }

  private void count(String text, byte[] ascii) {
    long sum = 0;
    int length = text.length();
    for (int at = 0; at < length; at++) {
      char c = text.charAt(at);
      if (c < 0x80) {
        sum += ascii[c];
      } else if (c < 0x800) {
        sum += 2;
      } else if (!Character.isSurrogate(c)) {
        sum += 3;
      } else if (JsonUtf8.isPair(text, at)) {
        sum += 4;
        at++;
      } else {
        sum += JsonEscapes.LONG_BYTES;
      }
    }
    bytes += sum;
  }

  private static byte[] lengths(byte[] escapes) {
    byte[] lengths = new byte[escapes.length];
    for (int c = 0; c < escapes.length; c++) {
      byte escape = escapes[c];
      lengths[c] =
          (byte) (escape == 0 ? 1 : escape == JsonEscapes.LONG ? JsonEscapes.LONG_BYTES : 2);
    }
    return lengths;
  }
}
