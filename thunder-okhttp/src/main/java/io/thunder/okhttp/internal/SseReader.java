package io.thunder.okhttp.internal;

import java.io.IOException;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of server-sent events, one at a time, blocking on the reading thread.
 *
 * <p>Lines may end in LF, CRLF or CR, also mixed; a CR is not held back until the next byte shows
 * whether it was a CRLF, so that events are never late. Bytes are decoded a whole line at a time,
 * which makes split UTF-8 sequences no special case. Fields other than {@code data} are skipped. An
 * event that is not followed by a blank line when the stream ends is handed out too, since engines
 * omit the last one; whether it is whole shows when it is parsed.
 *
 * <p>Memory is bounded by the size of one event. Not thread-safe.
 */
final class SseReader {

  private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
  private static final ByteString BOM = ByteString.decodeHex("efbbbf");
  private static final ByteString DATA = ByteString.encodeUtf8("data");

  private final BufferedSource source;
  private final Buffer buffer;
  private final long eventBytesMax;

  private boolean begun;
  private boolean lineFeedMayFollow;
  private boolean ended;

  SseReader(BufferedSource source, long eventBytesMax) {
    this.source = source;
    this.buffer = source.getBuffer();
    this.eventBytesMax = eventBytesMax;
  }

  /** The next event's data, or null at the end of the stream. */
  @Nullable
  String next() throws IOException {
    skipBom();
    String first = null; // nearly always the only one
    StringBuilder more = null;
    long held = 0;
    while (!ended) {
      String line = dataOfLine(held);
      if (line == null && first != null) {
        break;
      }
      if (line == null || line.isEmpty()) {
        continue;
      }
      held += line.length();
      if (first == null) {
        first = line;
      } else {
        more = more == null ? new StringBuilder() : more;
        more.append('\n').append(line);
        held++;
      }
    }
    return more == null ? first : first + more;
  }

  /** Whether the source is exhausted: an event handed out last may have been cut. */
  boolean atEnd() {
    return ended;
  }

  /** Reads a line: its data, empty if it carries none, or null if it is blank and ends an event. */
  private @Nullable String dataOfLine(long held) throws IOException {
    long end = lineEnd(held);
    ended = end < 0;
    long length = ended ? buffer.size() : end;
    String data = length == 0 && !ended ? null : data(length);
    if (!ended) {
      lineFeedMayFollow = buffer.readByte() == '\r';
    }
    return data;
  }

  private String data(long length) throws IOException {
    long name = DATA.size();
    boolean isData = length > name && buffer.rangeEquals(0, DATA) && buffer.getByte(name) == ':';
    if (!isData) {
      buffer.skip(length);
      return "";
    }
    long start = name + 1;
    if (length > start && buffer.getByte(start) == ' ') {
      start++;
    }
    buffer.skip(start);
    return buffer.readUtf8(length - start);
  }

  /** Where the line at the head of the buffer ends, or -1 if the stream ends first. */
  private long lineEnd(long held) throws IOException {
    if (lineFeedMayFollow && source.request(1) && buffer.getByte(0) == '\n') {
      buffer.skip(1);
    }
    lineFeedMayFollow = false;
    long scanned = 0;
    while (true) {
      long at = buffer.indexOfElement(LINE_ENDS, scanned);
      if (held + (at < 0 ? buffer.size() : at) > eventBytesMax) {
        throw new TooLargeException("an event of the stream", eventBytesMax);
      }
      if (at >= 0) {
        return at;
      }
      scanned = buffer.size();
      if (!source.request(scanned + 1)) {
        return -1;
      }
    }
  }

  private void skipBom() throws IOException {
    if (!begun && source.request(BOM.size()) && buffer.rangeEquals(0, BOM)) {
      buffer.skip(BOM.size());
    }
    begun = true;
  }
}
