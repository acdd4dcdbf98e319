package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thunder.backend.Backend;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.error.ThunderException;
import io.thunder.okhttp.Allocation;
import io.thunder.transport.CancelSignal;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.BufferedSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a stream of events, and its events as a streamed answer. */
final class SseFuzzTest {

  private static final long UNBOUNDED = Long.MAX_VALUE / 2;
  private static final long EVENT_BYTES_MAX = 48;

  /** Buffers, and what a read of the source hands out. */
  private static final long ALLOCATED_BYTES = 256 * 1024;

  private static final long ALLOCATED_PER_BYTE = 256;

  private static final Settings SETTINGS = new Settings(
      new OkHttpClient(),
      Headers.EMPTY,
      Duration.ZERO,
      Duration.ZERO,
      Duration.ZERO,
      Duration.ZERO,
      UNBOUNDED);

  private static final TurnFactory TURNS =
      new TurnFactory(server -> SETTINGS.client(), Headers.EMPTY, new PriorityOrders(), () -> 0);

  @MethodSource("io.thunder.okhttp.internal.FuzzSeeds#streams")
  @DictionaryFile(resourcePath = "sse.dict")
  @FuzzTest
  void next(byte[] stream) throws Throwable {
    List<String> events = events(new Buffer().write(stream), UNBOUNDED);
    assertThat(events).isEqualTo(SseModel.events(stream));
    assertThat(events(TrickleSource.of(stream, 1), UNBOUNDED)).isEqualTo(events);
    assertThat(events(TrickleSource.of(stream, 2 + stream.length % 61), UNBOUNDED))
        .isEqualTo(events);
    assertBounded(stream, events);
    assertThat(answer(stream)).isEqualTo(answer(stream));
    Allocation.assertAtMost(
        ALLOCATED_BYTES + ALLOCATED_PER_BYTE * stream.length,
        () -> events(new Buffer().write(stream), UNBOUNDED));
  }

  /** A bounded reader hands out the same events up to the first that is too large. */
  private static void assertBounded(byte[] stream, List<String> events) throws IOException {
    SseReader reader = new SseReader(TrickleSource.of(stream, 16), EVENT_BYTES_MAX);
    List<String> small = new ArrayList<>();
    try {
      for (String data = reader.next(); data != null; data = reader.next()) {
        small.add(data);
        assertThat(data.length()).isLessThanOrEqualTo((int) EVENT_BYTES_MAX);
      }
      assertThat(small).isEqualTo(events);
    } catch (TooLargeException e) {
      assertThat(events.subList(0, small.size())).isEqualTo(small);
    }
  }

  private static List<String> events(BufferedSource source, long eventBytesMax) throws IOException {
    SseReader reader = new SseReader(source, eventBytesMax);
    List<String> events = new ArrayList<>();
    for (String data = reader.next(); data != null; data = reader.next()) {
      events.add(data);
    }
    assertThat(reader.atEnd()).isTrue();
    assertThat(reader.next()).isNull();
    return events;
  }

  /** The chunks of an answer and how it ended: only in ways that callers are told about. */
  private static List<String> answer(byte[] stream) throws IOException {
    ChatRequest request = ChatRequest.of(List.of(ChatMessage.user("hi")));
    Backend backend = Backend.vllm("http://gpu1:8000");
    Turn turn = TURNS.create(backend, request, /* streamed= */ true, new CancelSignal());
    SseReader events = new SseReader(new Buffer().write(stream), UNBOUNDED);
    ChunkReader chunks = new ChunkReader(events, turn, new Answers(SETTINGS));
    List<String> answer = new ArrayList<>();
    try {
      for (ChatChunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
        answer.add(chunk.text() + '|' + chunk.reasoning() + '|' + chunk.finishReason());
        assertThat(chunk.usage() == null || chunk.usage().totalTokens() >= 0).isTrue();
      }
      answer.add("whole, usage " + chunks.usage());
    } catch (MalformedException | EOFException | ThunderException e) {
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
      answer.add(e.getMessage());
    }
    return answer;
  }

  /** The format once more, by the whole text and as simple as it can be. */
  private static final class SseModel {

    static List<String> events(byte[] stream) {
      List<String> events = new ArrayList<>();
      StringBuilder data = new StringBuilder();
      for (String line : lines(stream)) {
        if (line.isEmpty() && data.length() > 0) {
          events.add(data.substring(1));
          data.setLength(0);
        }
        String value = value(line);
        if (!value.isEmpty()) {
          data.append('\n').append(value);
        }
      }
      if (data.length() > 0) {
        events.add(data.substring(1));
      }
      return events;
    }

    /** Decodes line by line, since a line end also ends a broken UTF-8 sequence. */
    private static List<String> lines(byte[] stream) {
      boolean marked = stream.length >= 3
          && stream[0] == (byte) 0xef
          && stream[1] == (byte) 0xbb
          && stream[2] == (byte) 0xbf;
      List<String> lines = new ArrayList<>();
      int start = marked ? 3 : 0;
      for (int at = start; at <= stream.length; at++) {
        boolean last = at == stream.length;
        if (last || stream[at] == '\n' || stream[at] == '\r') {
          // The rest after the last line end is a line, but no blank one.
          if (!last || at > start) {
            lines.add(new String(stream, start, at - start, StandardCharsets.UTF_8));
          }
          boolean pair = !last && stream[at] == '\r' && at + 1 < stream.length;
          at += pair && stream[at + 1] == '\n' ? 1 : 0;
          start = at + 1;
        }
      }
      return lines;
    }

    /** What a line adds; empty data add nothing, since no JSON text has blank lines in it. */
    private static String value(String line) {
      if (!line.startsWith("data:")) {
        return "";
      }
      String value = line.substring("data:".length());
      return value.startsWith(" ") ? value.substring(1) : value;
    }
  }
}
