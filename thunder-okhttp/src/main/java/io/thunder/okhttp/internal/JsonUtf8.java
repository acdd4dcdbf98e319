package io.thunder.okhttp.internal;

import java.io.IOException;
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

  /** The longest output of one step: an escape. */
  private static final int STEP_BYTES = 6;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final @Nullable BufferedSink sink;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;
  private long flushed;

  private JsonUtf8(@Nullable BufferedSink sink) {
    this.sink = sink;
  }

  static JsonUtf8 writing(BufferedSink sink) {
    return new JsonUtf8(sink);
  }

  static JsonUtf8 counting() {
    return new JsonUtf8(null);
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
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      room();
      if (c < 0x80) {
        if (escape && (c < 0x20 || c == '"' || c == '\\')) {
          escaped(c);
        } else {
          buffer[used++] = (byte) c;
        }
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        pair(Character.toCodePoint(c, text.charAt(i)));
      } else if (Character.isSurrogate(c)) {
        unicodeEscape(c);
      } else {
        basicPlane(c);
      }
    }
  }

  private void room() throws IOException {
    if (used > BUFFER_BYTES - STEP_BYTES) {
      flush();
    }
  }

  private void escaped(char c) {
    int shortForm = "\"\\\n\r\t\b\f".indexOf(c);
    if (shortForm < 0) {
      unicodeEscape(c);
    } else {
      buffer[used++] = '\\';
      buffer[used++] = (byte) "\"\\nrtbf".charAt(shortForm);
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
}
