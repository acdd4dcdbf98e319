package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenIds;
import java.io.IOException;
import okio.BufferedSink;

/**
 * Writes JSON as UTF-8 into a sink, a block at a time.
 *
 * <p>Gson's {@code JsonWriter} does not fit: it writes characters into a {@code Writer}, whose
 * encoder turns a lone surrogate into a question mark. Okio's {@code writeUtf8} does the same, and
 * copies each run between two escapes on its own.
 *
 * <p>Not thread-safe.
 */
final class JsonUtf8 implements JsonOut {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** The longest output of one step: eight escapes, and eight bytes that are written over. */
  private static final int STEP_BYTES = Long.BYTES * JsonEscapes.LONG_BYTES + Long.BYTES;

  /** Shorter texts are not worth a piece. */
  static final int PIECE_MIN = 64;

  private final BufferedSink sink;
  private final Latin1Piece piece;
  private final TurnProgress progress;

  /** What is being filled, and how far. */
  private final byte[] block;

  private int used;

  JsonUtf8(BufferedSink sink, JsonScratch scratch, TurnProgress progress) {
    this.sink = sink;
    this.piece = scratch.piece;
    this.block = scratch.block;
    this.progress = progress;
  }

  @Override
  public JsonUtf8 verbatim(String json) throws IOException {
    text(json, /* escape= */ false);
    return this;
  }

  @Override
  public JsonUtf8 quoted(String value) throws IOException {
    room();
    block[used++] = '"';
    text(value, /* escape= */ true);
    room();
    block[used++] = '"';
    return this;
  }

  @Override
  public JsonUtf8 array(TokenIds numbers) throws IOException {
    verbatim("[");
    for (int i = 0; i < numbers.size(); i++) {
      room();
      if (i > 0) {
        block[used++] = ',';
      }
      number(numbers.at(i));
    }
    return verbatim("]");
  }

  /** Writes a number that is not negative, from its last digit to its first. */
  private void number(int number) {
    used += JsonLength.digits(number);
    int at = used;
    int rest = number;
    do {
      block[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  /** Hands on what was written. The last call. */
  void finish() throws IOException {
    sink.write(block, 0, used);
    progress.moved();
    used = 0;
  }

  /** Whether the characters at a position and after it are a pair of surrogates. */
  static boolean isPair(String text, int at) {
    return at >= 0
        && at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void room() throws IOException {
    if (used > block.length - STEP_BYTES) {
      finish();
    }
  }

  private void text(String text, boolean escape) throws IOException {
    int length = text.length();
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + Latin1Piece.CHARS_MAX);
      if (end - at >= PIECE_MIN) {
        int latin1 = piece.take(text, at, end);
        latin1(piece.bytes(), latin1, escape ? JsonEscapes.ALL : JsonEscapes.NONE);
        at += latin1;
      }
      while (at < end) {
        room();
        int next = plainRun(text, at, end, escape);
        at = next > at ? next : special(text, at);
      }
    }
  }

  private void latin1(byte[] text, int count, long escapes) throws IOException {
    int at = 0;
    while (at < count) {
      room();
      at = latin1(text, at, count, escapes);
    }
    used -= at - count; // the spaces after it
  }

  /**
   * Writes eight characters in each step. Where the next eight begin does not depend on what these
   * are, so the processor looks at several at once.
   */
  private int latin1(byte[] text, int from, int to, long escapes) {
    byte[] target = block;
    int last = target.length - STEP_BYTES;
    int at = from;
    int end = used;
    while (at < to && end <= last) {
      long eight = Latin1Piece.eight(text, at);
      long special = JsonEscapes.among(eight, escapes);
      Latin1Piece.eight(target, end, eight);
      end = special == 0 ? end + Long.BYTES : escaped(target, end, eight, special);
      at += Long.BYTES;
    }
    used = end;
    return at;
  }

  /**
   * Goes from one special character to the next of eight that stand there already, and moves those
   * behind it.
   *
   * @return where they end
   */
  private int escaped(byte[] target, int from, long eight, long special) {
    long rest = eight;
    long marks = special;
    int count = Long.BYTES;
    int end = from;
    while (marks != 0) {
      int plain = JsonEscapes.first(marks);
      int bits = plain * Byte.SIZE;
      end = special(target, end + plain, (int) (rest >>> bits) & 0xff);
      rest = rest >>> bits >>> Byte.SIZE;
      marks = marks >>> bits >>> Byte.SIZE;
      count -= plain + 1;
      Latin1Piece.eight(target, end, rest);
    }
    return end + count;
  }

  private int special(byte[] target, int at, int c) {
    byte escape = c < 0x80 ? JsonEscapes.of((char) c) : JsonEscapes.LONG;
    if (escape != JsonEscapes.LONG) {
      target[at] = '\\';
      target[at + 1] = escape;
      return at + 2;
    }
    used = at;
    special((char) c);
    return used;
  }

  /** Writes ASCII without escapes, as far as there is room; nearly all text is that. */
  private int plainRun(String text, int from, int to, boolean escape) {
    byte[] target = block;
    int shift = used - from;
    int end = Math.min(to, target.length - shift);
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c >= 0x80 || (escape && JsonEscapes.of(c) != 0)) {
        break;
      }
      target[at + shift] = (byte) c;
      at++;
    }
    used = at + shift;
    return at;
  }

  /** Writes the character at a position, which is none of a plain run; returns the next position. */
  private int special(String text, int at) {
    char c = text.charAt(at);
    if (!Character.isSurrogate(c)) {
      special(c);
    } else if (isPair(text, at)) {
      pair(Character.toCodePoint(c, text.charAt(at + 1)));
      return at + 2;
    } else {
      longEscape(c);
    }
    return at + 1;
  }

  private void special(char c) {
    if (c < 0x80) {
      asciiEscape(c);
    } else {
      basicPlane(c);
    }
  }

  private void asciiEscape(char c) {
    byte escape = JsonEscapes.of(c);
    if (escape == JsonEscapes.LONG) {
      longEscape(c);
    } else {
      block[used++] = '\\';
      block[used++] = escape;
    }
  }

  private void longEscape(char c) {
    block[used++] = '\\';
    block[used++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      block[used++] = HEX[(c >> shift) & 0xf];
    }
  }

  private void basicPlane(char c) {
    if (c < 0x800) {
      block[used++] = (byte) (0xc0 | (c >> 6));
    } else {
      block[used++] = (byte) (0xe0 | (c >> 12));
      block[used++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    block[used++] = (byte) (0x80 | (c & 0x3f));
  }

  private void pair(int codePoint) {
    block[used++] = (byte) (0xf0 | (codePoint >> 18));
    block[used++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    block[used++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    block[used++] = (byte) (0x80 | (codePoint & 0x3f));
  }
}
