package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SseReaderTest {

  private static final long UNBOUNDED = Long.MAX_VALUE / 2;

  static Stream<Arguments> streams() {
    return Stream.of(
        Arguments.of("LF", "data: a\n\ndata: b\n\n", List.of("a", "b")),
        Arguments.of("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("a", "b")),
        Arguments.of("CR", "data: a\r\rdata: b\r\r", List.of("a", "b")),
        Arguments.of("mixed line ends", "data: a\r\n\ndata: b\n\r\n", List.of("a", "b")),
        Arguments.of("byte order mark", "\ufeffdata: a\n\n", List.of("a")),
        Arguments.of("comments", ": hi\n\ndata: a\n: there\n\n:\n\n", List.of("a")),
        Arguments.of("no space after the colon", "data:a\n\ndata:b\n\n", List.of("a", "b")),
        Arguments.of("one space is no data", "data:  a\n\n", List.of(" a")),
        Arguments.of("several lines", "data: {\ndata: }\n\n", List.of("{\n}")),
        Arguments.of("other fields", "event: e\nid: 1\nretry: 2\ndata: a\n\n", List.of("a")),
        Arguments.of("names that begin with data", "dataset: x\ndata\ndata: a\n\n", List.of("a")),
        Arguments.of("no blank line at the end", "data: a\n\ndata: b\n", List.of("a", "b")),
        Arguments.of("no line end at the end", "data: a\n\ndata: b", List.of("a", "b")),
        Arguments.of("many blank lines", "\n\n\ndata: a\n\n\n\n\ndata: b\n\n\n", List.of("a", "b")),
        Arguments.of("several bytes a character", "data: 你好🌟\n\n", List.of("你好🌟")),
        Arguments.of("empty", "", List.of()),
        Arguments.of("event without data", "event: ping\n\ndata: a\n\n", List.of("a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void next_anyFramingAndAnyChunks_yieldsData(String name, String stream, List<String> data)
      throws IOException {
    for (long bytesPerRead = 1; bytesPerRead <= stream.length() + 1; bytesPerRead++) {
      SseReader reader = new SseReader(TrickleSource.of(stream, bytesPerRead), UNBOUNDED);
      assertThat(all(reader)).as("%s bytes per read", bytesPerRead).isEqualTo(data);
      assertThat(reader.atEnd()).isTrue();
    }
  }

  @Test
  void next_carriageReturnsOnly_doesNotWaitForMore() throws IOException {
    Buffer buffer = new Buffer().writeUtf8("data: a\r\r");
    SseReader reader = new SseReader(buffer, UNBOUNDED);
    assertThat(reader.next()).isEqualTo("a");
    assertThat(reader.atEnd()).as("looked past the event").isFalse();
  }

  @Test
  void next_lineThatNeverEnds_isRefused() {
    SseReader reader = new SseReader(TrickleSource.of("data: " + "x".repeat(9_000), 512), 8_000);
    assertThatThrownBy(reader::next)
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("8000 bytes");
  }

  @Test
  void next_linesThatNeverEndAnEvent_isRefused() {
    SseReader reader = new SseReader(TrickleSource.of("data: x\n".repeat(9_000), 512), 8_000);
    assertThatThrownBy(reader::next).isInstanceOf(TooLargeException.class);
  }

  @Test
  void next_longStreamOfShortEvents_isRead() throws IOException {
    SseReader reader = new SseReader(TrickleSource.of("data: x\n\n".repeat(9_000), 512), 8_000);
    assertThat(all(reader)).hasSize(9_000);
  }

  private static List<String> all(SseReader reader) throws IOException {
    List<String> all = new ArrayList<>();
    for (String data = reader.next(); data != null; data = reader.next()) {
      all.add(data);
    }
    return all;
  }
}
