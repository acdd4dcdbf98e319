package io.thunder.okhttp.internal;

import io.thunder.tokens.TokenIds;
import java.io.IOException;
import java.util.Objects;
import okio.Buffer;
import okio.BufferedSink;

/**
 * Writes JSON as UTF-8 into the segments of a sink, without a copy in between.
 *
 * <p>Gson's {@code JsonWriter} does not fit: it writes characters into a {@code Writer}, whose
 * encoder turns a lone surrogate into a question mark. Okio's {@code writeUtf8} does the same, and
 * copies each run between two escapes on its own.
 *
 * <p>Not thread-safe.
 */
final class JsonUtf8 implements JsonOut {

  /** The longest output of one step: eight escapes, and eight bytes that are written over. */
  static final int STEP_BYTES = Long.BYTES * JsonEscapes.LONG_BYTES + Long.BYTES;

  /** Shorter texts are not worth a piece. */
  static final int PIECE_MIN = 64;

  private final BufferedSink sink;
  private final Latin1Piece piece;
  private final TurnProgress progress;
  private final Buffer.UnsafeCursor cursor;

  /** The segment of the sink that is being filled, and how far. */
  private byte[] block;

  private int used;

  JsonUtf8(BufferedSink sink, JsonScratch scratch, TurnProgress progress) {
    this.sink = sink;
    this.piece = scratch.piece;
    this.cursor = scratch.cursor;
    this.progress = progress;
    this.block = begin();
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

  /** Hands on what was written last. The last call. */
  void finish() throws IOException {
    handOn();
  }

  private void handOn() throws IOException {
    int unused = block.length - used;
    cursor.resizeBuffer(sink.getBuffer().size() - unused);
    cursor.close();
    sink.emitCompleteSegments();
    progress.moved();
  }

  /** Takes a segment with room for a step at its end. */
  private byte[] begin() {
    sink.getBuffer().readAndWriteUnsafe(cursor);
    cursor.expandBuffer(STEP_BYTES);
    used = cursor.start;
    return Objects.requireNonNull(cursor.data);
  }

  /** Whether the characters at a position and after it are a pair of surrogates. */
  static boolean isPair(String text, int at) {
    return at >= 0
        && at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void room() throws IOException {
    if (used > block.length - STEP_BYTES) {
      handOn();
      block = begin();
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

  /** Writes runs of plain characters, and between them eight of which some are not. */
  private int latin1(byte[] text, int from, int to, long escapes) {
    byte[] target = block;
    int last = target.length - STEP_BYTES;
    int at = from;
    int end = used;
    while (at < to && end <= last) {
      int most = Math.min(to - at, last - end + 1);
      int plain = plainEights(text, at, target, end, most, escapes);
      at += plain;
      end += plain;
      if (plain < most) {
        long eight = Latin1Piece.eight(text, at);
        end = escaped(target, end, eight, JsonEscapes.among(eight, escapes));
        at += Long.BYTES;
      }
    }
    used = end;
    return at;
  }

  /**
   * Copies eight characters in each step, up to the first eight of which some are not plain; these
   * are copied, too, but not counted. A loop of its own, with nothing else in it: where escapes are
   * written in the same loop, the compiler of some runs keeps its variables in memory, which makes
   * all of it slower by half.
   *
   * @return how many are plain, in whole steps
   */
  private static int plainEights(
      byte[] text, int from, byte[] target, int to, int most, long escapes) {
    int done = 0;
    while (done < most) {
      long eight = Latin1Piece.eight(text, from + done);
      Latin1Piece.eight(target, to + done, eight);
      if (JsonEscapes.among(eight, escapes) != 0) {
        break;
      }
      done += Long.BYTES;
    }
    return done;
  }

  /**
   * Goes from one special character to the next of eight that stand there already, and moves those
   * behind it.
   *
   * @return where they end
   */
  private static int escaped(byte[] target, int from, long eight, long special) {
    int first = from; // where the first of them would be if each took a byte
    for (long marks = special; marks != 0; marks &= marks - 1) {
      int index = JsonEscapes.first(marks);
      long rest = eight >>> (index * Byte.SIZE);
      int next = JsonSpecials.one(target, first + index, (char) (rest & 0xff));
      Latin1Piece.eight(target, next, rest >>> Byte.SIZE);
      first = next - index - 1;
    }
    return first + Long.BYTES;
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
    if (isPair(text, at)) {
      int codePoint = Character.toCodePoint(text.charAt(at), text.charAt(at + 1));
      used = JsonSpecials.pair(block, used, codePoint);
      return at + 2;
    }
    used = JsonSpecials.one(block, used, text.charAt(at));
    return at + 1;
  }
}
