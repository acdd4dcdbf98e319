package io.thunder.examples.simulator.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 text. Each is bounded in length, so that a file that is no trace cannot fill
 * the memory, and so is the text, since a small compressed file can hold any amount of it. A byte
 * order mark at the start is dropped.
 */
final class BoundedLines {

  private final InputStream in;
  private final int lineBytesMax;
  private final long bytesMax;
  private long bytes;
  private long number;

  BoundedLines(InputStream in, int lineBytesMax, long bytesMax) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.lineBytesMax = lineBytesMax;
    this.bytesMax = bytesMax;
  }

  /** Returns the number of the line that was read, or could not be read, last; from 1. */
  long number() {
    return number;
  }

  /**
   * Returns the next line without its end, or null after the last.
   *
   * @throws IOException if it or the whole text is too long, not UTF-8, or cannot be read
   */
  @Nullable
  String next() throws IOException {
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == lineBytesMax) {
        throw new IOException("longer than " + lineBytesMax + " bytes");
      }
      line.write(b);
    }
    bytes += line.size() + 1;
    if (bytes > bytesMax) {
      throw new IOException("the file holds more than " + bytesMax + " bytes");
    }
    return decode(line.toByteArray());
  }

  private String decode(byte[] line) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
