package io.thunder.okhttp.internal;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSink;

/**
 * Writes JSON as UTF-8, straight into the segments of a sink.
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

  /** The longest output of one step: an escape. */
  private static final int STEP_BYTES = JsonEscapes.LONG_BYTES;

  private final BufferedSink sink;
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

  /** The segment that is being filled, and how far. */
  private byte[] segment;

  private int used;

  JsonUtf8(BufferedSink sink) {
    this.sink = sink;
    this.segment = nextSegment();
  }

  @Override
  public JsonUtf8 verbatim(String json) throws IOException {
    text(json, /* escape= */ false);
    return this;
  }

  @Override
  public JsonUtf8 quoted(String value) throws IOException {
    room();
    segment[used++] = '"';
    text(value, /* escape= */ true);
    room();
    segment[used++] = '"';
    return this;
  }

  /** Hands on what was written. The last call. */
  void finish() throws IOException {
    cursor.resizeBuffer(cursor.offset + used - cursor.start);
    cursor.close();
    sink.emitCompleteSegments();
  }

  /** Whether the characters at a position and after it are a pair of surrogates. */
  static boolean isPair(String text, int at) {
    return at >= 0
        && at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void room() throws IOException {
    if (used > segment.length - STEP_BYTES) {
      finish();
      segment = nextSegment();
    }
  }

  private byte[] nextSegment() {
    sink.getBuffer().readAndWriteUnsafe(cursor);
    cursor.expandBuffer(STEP_BYTES);
    used = cursor.start;
    return cursor.data;
  }

  private void text(String text, boolean escape) throws IOException {
    int length = text.length();
    int at = 0;
    while (at < length) {
      room();
      int next = plainRun(text, at, escape);
      at = next > at ? next : special(text, at);
    }
  }

  /** Writes ASCII without escapes, as far as there is room; nearly all text is that. */
  private int plainRun(String text, int from, boolean escape) {
    byte[] target = segment;
    int shift = used - from;
    int end = Math.min(text.length(), target.length - shift);
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
    if (c < 0x80) {
      asciiEscape(c);
    } else if (!Character.isSurrogate(c)) {
      basicPlane(c);
    } else if (isPair(text, at)) {
      pair(Character.toCodePoint(c, text.charAt(at + 1)));
      return at + 2;
    } else {
      longEscape(c);
    }
    return at + 1;
  }

  private void asciiEscape(char c) {
    byte escape = JsonEscapes.of(c);
    if (escape == JsonEscapes.LONG) {
      longEscape(c);
    } else {
      segment[used++] = '\\';
      segment[used++] = escape;
    }
  }

  private void longEscape(char c) {
    segment[used++] = '\\';
    segment[used++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      segment[used++] = HEX[(c >> shift) & 0xf];
    }
  }

  private void basicPlane(char c) {
    if (c < 0x800) {
      segment[used++] = (byte) (0xc0 | (c >> 6));
    } else {
      segment[used++] = (byte) (0xe0 | (c >> 12));
      segment[used++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    segment[used++] = (byte) (0x80 | (c & 0x3f));
  }

  private void pair(int codePoint) {
    segment[used++] = (byte) (0xf0 | (codePoint >> 18));
    segment[used++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    segment[used++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    segment[used++] = (byte) (0x80 | (codePoint & 0x3f));
  }
}
