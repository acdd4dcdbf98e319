package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenIds;

/**
 * Counts the bytes that {@link JsonUtf8} writes. A request names its length before its body; this is
 * the shorter loop by far, since it looks at eight characters of nearly all text together.
 *
 * <p>Not thread-safe.
 */
final class JsonLength implements JsonOut {

  /** By ASCII character of a string, the bytes that it takes beyond one. */
  private static final byte[] MORE = more();

  private final Latin1Piece piece;
  private long bytes;

  JsonLength(Latin1Piece piece) {
    this.piece = piece;
  }

  @Override
  public JsonLength verbatim(String json) {
    count(json, /* escape= */ false);
    return this;
  }

  @Override
  public JsonLength quoted(String value) {
    bytes += 2;
    if (value.length() < KnownLengths.CHARS_MIN) {
      count(value, /* escape= */ true);
    } else {
      countOnce(value);
    }
    return this;
  }

  @Override
  public JsonLength array(TokenIds numbers) {
    int size = numbers.size();
    bytes += 2 + Math.max(0, size - 1);
    for (int i = 0; i < size; i++) {
      bytes += digits(numbers.at(i));
    }
    return this;
  }

  /** How many digits a number has that is not negative. */
  static int digits(int number) {
    int digits = 1;
    for (int rest = number; rest >= 10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** How many bytes there were so far. */
  long bytes() {
    return bytes;
  }

  private void countOnce(String text) {
    long known = KnownLengths.of(text);
    if (known != KnownLengths.UNKNOWN) {
      bytes += known;
      return;
    }
    long before = bytes;
    count(text, /* escape= */ true);
    KnownLengths.remember(text, bytes - before);
  }

  private void count(String text, boolean escape) {
    int length = text.length();
    for (int at = 0; at < length; ) {
      int end = Math.min(length, at + Latin1Piece.CHARS_MAX);
      int latin1 = end - at < JsonUtf8.PIECE_MIN ? 0 : piece.take(text, at, end);
      bytes += latin1 + more(piece.bytes(), latin1, escape ? JsonEscapes.ALL : JsonEscapes.NONE);
      count(text, at + latin1, end, escape);
      at = end;
    }
  }

  /**
   * How many bytes more than characters there are. Without a branch for each eight characters, which
   * the processor could not foresee, and in few steps, so that newer JVMs take several eights at
   * once: one byte for each character that is not plain, and more only where some may need it.
   */
  private static long more(byte[] latin1, int count, long escapes) {
    long more = 0;
    long controls = 0;
    for (int at = 0; at < count; at += Long.BYTES) {
      long eight = Latin1Piece.eight(latin1, at);
      more += Long.bitCount(JsonEscapes.among(eight, escapes));
      controls |= JsonEscapes.controlsAmong(eight);
    }
    return (controls & escapes) == 0 ? more : more + moreOfLong(latin1, count);
  }

  private static long moreOfLong(byte[] latin1, int count) {
    long longEscapes = 0;
    for (int at = 0; at < count; at += Long.BYTES) {
      longEscapes += Long.bitCount(JsonEscapes.longAmong(Latin1Piece.eight(latin1, at)));
    }
    return (JsonEscapes.LONG_BYTES - JsonEscapes.SHORT_BYTES) * longEscapes;
  }

  private void count(String text, int from, int to, boolean escape) {
    long sum = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      sum += c >= 0x80 ? lengthOfOther(text, at) : escape ? 1 + MORE[c] : 1;
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

  private static byte[] more() {
    byte[] more = new byte[0x80];
    for (char c = 0; c < 0x80; c++) {
      byte escape = JsonEscapes.of(c);
      int bytes = escape == JsonEscapes.LONG ? JsonEscapes.LONG_BYTES : JsonEscapes.SHORT_BYTES;
      more[c] = (byte) (escape == 0 ? 0 : bytes - 1);
    }
    return more;
  }
}
