package io.thunder.okhttp.internal;

/**
 * Counts the bytes that {@link JsonUtf8} writes. A request names its length before its body; this is
 * the shorter loop by far, since it looks one number up for each character of nearly all text.
 *
 * <p>Not thread-safe.
 */
final class JsonLength implements JsonOut {

  /** By ASCII character in a string. A constant, so that looking up needs no check of bounds. */
  private static final byte[] LENGTHS = lengths();

  private long bytes;

  @Override
  public JsonLength verbatim(String json) {
    count(json, /* escape= */ false);
    return this;
  }

  @Override
  public JsonLength quoted(String value) {
    bytes += 2;
    count(value, /* escape= */ true);
    return this;
  }

  /** How many bytes there were so far. */
  long bytes() {
    return bytes;
  }

  private void count(String text, boolean escape) {
    long sum = 0;
    int length = text.length();
    for (int at = 0; at < length; at++) {
      char c = text.charAt(at);
      sum += c >= 0x80 ? lengthOfOther(text, at) : escape ? LENGTHS[c] : 1;
    }
    bytes += sum;
  }

  /** Of a character that is not ASCII; a half of a pair counts for half of it. */
  private static int lengthOfOther(String text, int at) {
    char c = text.charAt(at);
    if (Character.isSurrogate(c)) {
      return JsonUtf8.isPair(text, at) || JsonUtf8.isPair(text, at - 1)
          ? 2
          : JsonEscapes.LONG_BYTES;
    }
    return c < 0x800 ? 2 : 3;
  }

  private static byte[] lengths() {
    byte[] lengths = new byte[0x80];
    for (char c = 0; c < lengths.length; c++) {
      byte escape = JsonEscapes.of(c);
      lengths[c] =
          (byte) (escape == 0 ? 1 : escape == JsonEscapes.LONG ? JsonEscapes.LONG_BYTES : 2);
    }
    return lengths;
  }
}
