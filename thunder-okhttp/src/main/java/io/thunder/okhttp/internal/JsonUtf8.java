package io.thunder.okhttp.internal;

import java.io.IOException;
import java.util.Arrays;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 through a small buffer, or only counts its bytes.
 *
 * <p>Gson's {@code JsonWriter} does not fit: it writes characters into a {@code Writer}, whose
 * encoder turns a lone surrogate into a question mark, and it cannot tell a length beforehand. Here
 * a lone surrogate becomes a {@code \\udXXX} escape, inside verbatim JSON too: it can only stand in
 * a string there, since the rest of JSON is ASCII. Counting runs the same code as writing, so that
 * the announced length cannot differ from the body.
 *
 * <p>Not thread-safe.
 */
final class JsonUtf8 {

  /** One okio segment: the sink then never splits a write. */
  private static final int BUFFER_BYTES = 8_192;

  /** What is only counted is overwritten again and again. */
  private static final int COUNTING_BYTES = 128;

  /** The longest output of one step: an escape. */
  private static final int STEP_BYTES = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** What follows the backslash, by ASCII character: 0 if none is needed, u for the long form. */
  private static final byte[] ESCAPES = escapes();

  private final @Nullable BufferedSink sink;
  private final byte[] buffer;
  private int used;
  private long flushed;

  private JsonUtf8(@Nullable BufferedSink sink, int bufferBytes) {
    this.sink = sink;
    this.buffer = new byte[bufferBytes];
  }

  /**
   * Writes.
   *
   * @param bytes how much there will be, which may make the buffer smaller
   */
  static JsonUtf8 writing(BufferedSink sink, long bytes) {
    return new JsonUtf8(sink, (int) Math.min(BUFFER_BYTES, bytes + STEP_BYTES));
  }

  static JsonUtf8 counting() {
    return new JsonUtf8(null, COUNTING_BYTES);
  }

  /** Writes JSON that is valid already, unchanged. */
  JsonUtf8 verbatim(String json) throws IOException {
    text(json, false);
    return this;
  }

  /** Writes any text as a JSON string. */
  JsonUtf8 quoted(String value) throws IOException {
    room();
    buffer[used++] = '"';
    text(value, true);
    room();
    buffer[used++] = '"';
    return this;
  }

  /** Hands on what is buffered. */
  void flush() throws IOException {
    if (sink != null) {
      sink.write(buffer, 0, used);
    }
    flushed += used;
    used = 0;
  }

  /** How many bytes were written so far. */
  long bytes() {
    return flushed + used;
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

  /** Writes ASCII without rare escapes, as far as there is room; nearly all text is that. */
  private int plainRun(String text, int from, boolean escape) {
    byte[] target = buffer;
    int to = used;
    int end = Math.min(text.length(), from + (target.length - to) / 2);
    int at = from;
    while (at < end) {
      char c = text.charAt(at);
      if (c >= 0x80) {
        break;
      }
      byte shortForm = escape ? ESCAPES[c] : 0;
      if (shortForm == 'u') {
        break;
      }
      if (shortForm != 0) {
        target[to++] = '\\';
      }
      target[to++] = shortForm == 0 ? (byte) c : shortForm;
      at++;
    }
    used = to;
    return at;
  }

  /** Writes the character at a position, which is none of a plain run; returns the next position. */
  private int special(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      unicodeEscape(c);
    } else if (!Character.isSurrogate(c)) {
      basicPlane(c);
    } else if (Character.isHighSurrogate(c)
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      pair(Character.toCodePoint(c, text.charAt(at + 1)));
      return at + 2;
    } else {
      unicodeEscape(c);
    }
    return at + 1;
  }

  private void room() throws IOException {
    if (used > buffer.length - STEP_BYTES) {
      flush();
    }
  }

  private void unicodeEscape(char c) {
    buffer[used++] = '\\';
    buffer[used++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[used++] = HEX[(c >> shift) & 0xf];
    }
  }

  private void basicPlane(char c) {
    if (c < 0x800) {
      buffer[used++] = (byte) (0xc0 | (c >> 6));
    } else {
      buffer[used++] = (byte) (0xe0 | (c >> 12));
      buffer[used++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    buffer[used++] = (byte) (0x80 | (c & 0x3f));
  }

  private void pair(int codePoint) {
    buffer[used++] = (byte) (0xf0 | (codePoint >> 18));
    buffer[used++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    buffer[used++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    buffer[used++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, 0x20, (byte) 'u');
    String characters = "\"\\\n\r\t\b\f";
    String shortForms = "\"\\nrtbf";
    for (int i = 0; i < characters.length(); i++) {
      escapes[characters.charAt(i)] = (byte) shortForms.charAt(i);
    }
    return escapes;
  }
}
