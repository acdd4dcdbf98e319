package io.thunder.okhttp.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A piece of a text as Latin-1, of which eight characters can be looked at together. Nearly all text
 * is that, and is kept so by {@link String}; taking it out is two copies, which the JVM does with
 * vector instructions, where {@link String#charAt} is called for each character.
 *
 * <p>Not thread-safe.
 */
final class Latin1Piece {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** A long prompt takes few pieces, and what is kept stays small. */
  static final int CHARS_MAX = 2_048;

  private static final long EIGHT_SPACES = 0x2020_2020_2020_2020L;

  private final CharBuffer chars = CharBuffer.allocate(CHARS_MAX);
  private final byte[] bytes = new byte[CHARS_MAX + Long.BYTES];
  private final ByteBuffer encoded = ByteBuffer.wrap(bytes);
  private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();

  /**
   * Takes characters of a text up to the first that is not Latin-1.
   *
   * @param from where to begin
   * @param to where to end, at most {@link #CHARS_MAX} later
   * @return how many there are
   */
  int take(String text, int from, int to) {
    text.getChars(from, to, chars.array(), 0);
    chars.position(0).limit(to - from);
    encoded.clear();
    encoder.encode(chars, encoded, /* endOfInput= */ false);
    int count = encoded.position();
    EIGHT_BYTES.set(bytes, count, EIGHT_SPACES);
    return count;
  }

  /** Eight bytes from a position on, the first one lowest. */
  static long eight(byte[] bytes, int at) {
    return (long) EIGHT_BYTES.get(bytes, at);
  }

  static void eight(byte[] bytes, int at, long eight) {
    EIGHT_BYTES.set(bytes, at, eight);
  }

  /** What was taken, and after it spaces up to eight bytes. */
  byte[] bytes() {
    return bytes;
  }
}
