package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ThunderException;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that send more than fits into memory, or nest deeper than a stack. */
final class HostileEngineTest {

  private static final long MEBIBYTE = 1L << 20;
  private static final long RESPONSE_BYTES_MAX = MEBIBYTE;

  /** What lies in the buffers of both sockets besides what was read. */
  private static final long IN_SOCKETS = 16 * MEBIBYTE;

  /** Segments, the text of what was read, up to a string for every two bytes of it. */
  private static final long ALLOCATED_MAX = 32 * MEBIBYTE;

  private static final int DEEP = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String EVENTS = HEAD + "Content-Type: text/event-stream\r\n\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n";
  private static final String ANSWER = HEAD + "Content-Type: application/json\r\n\r\n";

  private static final String CHUNK_LINE_TOO_LONG =
      "the line before a chunk of the answer is larger than 524288 bytes";

  private static final byte[] BOMB = compressed();

  private final OkHttpFixture fixture = new OkHttpFixture();
  private final Transport transport =
      fixture.create(TransportOptions.DEFAULTS.withMaxResponseBytes(RESPONSE_BYTES_MAX));

  @AfterEach
  void close() {
    transport.close();
    fixture.assertNothingHeld();
  }

  @Test
  void chat_headerLineOfAGigabyte_isGivenUpEarly() throws Throwable {
    try (HostileEngine engine = engine(HEAD + "X-Long: ", "x")) {
      assertFails(engine, () -> chat(engine), BackendUnavailableException.class, "gpu1");
    }
  }

  @Test
  void chat_headersWithoutEnd_areGivenUpEarly() throws Throwable {
    try (HostileEngine engine = engine(HEAD, "X-Many: header\r\n")) {
      assertFails(engine, () -> chat(engine), BackendUnavailableException.class, "gpu1");
    }
  }

  @Test
  void chat_answerOfAGigabyte_namesTheLimit() throws Throwable {
    try (HostileEngine engine = engine(ANSWER + "{\"choices\":[", "{},")) {
      assertFails(
          engine,
          () -> chat(engine),
          BackendFailedException.class,
          "the answer is larger than " + RESPONSE_BYTES_MAX + " bytes");
    }
  }

  /** OkHttp itself would hold it all. */
  @ParameterizedTest
  @CsvSource({
    "Server: x, 5;extension=, x",
    "Server: x, 0, 0",
    "Content-Encoding: gzip, 5;, x",
  })
  void chat_lineBeforeAChunkWithoutEnd_namesTheLimit(String header, String beginning, String more)
      throws Throwable {
    try (HostileEngine engine = engine(CHUNKED + header + "\r\n\r\n" + beginning, more)) {
      assertFails(engine, () -> chat(engine), BackendFailedException.class, CHUNK_LINE_TOO_LONG);
    }
  }

  @Test
  void chat_lineBeforeAChunkInABodyOfKnownLength_namesTheLimit() throws Throwable {
    try (HostileEngine engine = engine(CHUNKED + "Content-Length: 10\r\n\r\n5;", "x")) {
      assertFails(engine, () -> chat(engine), BackendFailedException.class, CHUNK_LINE_TOO_LONG);
    }
  }

  @Test
  void stream_lineBeforeAChunkWithoutEnd_namesTheLimit() throws Throwable {
    String head = CHUNKED + "Content-Type: text/event-stream\r\n\r\n";
    try (HostileEngine engine = engine(head + "2\r\n\n\n\r\n5;", "x")) {
      assertFails(engine, () -> stream(engine), BackendFailedException.class, CHUNK_LINE_TOO_LONG);
    }
  }

  @Test
  void chat_lineBeforeAChunkOfAnErrorWithoutEnd_keepsTheStatus() throws Throwable {
    String head = "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (HostileEngine engine = engine(head + "5;", "x")) {
      assertFails(engine, () -> chat(engine), BackendFailedException.class, "status 500");
    }
  }

  @Test
  void probe_lineBeforeAChunkWithoutEnd_isUpAndUnknown() throws Throwable {
    try (HostileEngine engine = engine(CHUNKED + "\r\n5;", "x")) {
      assertThat(transport.probe(engine.backend()))
          .succeedsWithin(PATIENCE)
          .isEqualTo(BackendReading.EMPTY);
      assertStopped(engine, MEBIBYTE);
    }
  }

  @Test
  void chat_trailersWithoutEnd_areGivenUpEarly() throws Throwable {
    try (HostileEngine engine = engine(CHUNKED + "\r\n0\r\nX-Long: ", "x")) {
      assertFails(engine, () -> chat(engine), BackendFailedException.class, "gpu1");
    }
  }

  @Test
  void chat_gzipBomb_isBoundedByWhatItHolds() throws Throwable {
    try (HostileEngine engine = bomb(HEAD + "Content-Type: application/json\r\n")) {
      assertFails(
          () -> chat(engine),
          BackendFailedException.class,
          "the answer is larger than " + RESPONSE_BYTES_MAX + " bytes");
    }
  }

  @Test
  void chat_errorOfAGigabyte_keepsItsBeginning() throws Throwable {
    try (HostileEngine engine = engine("HTTP/1.1 500 No\r\n\r\n", "very bad ")) {
      assertFails(
          engine, () -> chat(engine), BackendFailedException.class, "status 500: very bad very");
    }
  }

  @Test
  void chat_errorAsGzipBomb_keepsItsBeginning() throws Throwable {
    try (HostileEngine engine = bomb("HTTP/1.1 500 No\r\n")) {
      assertFails(() -> chat(engine), BackendFailedException.class, "status 500: xxxx");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "data: x\n", "data: x\r"})
  void stream_eventThatNeverEnds_namesTheLimit(String more) throws Throwable {
    try (HostileEngine engine = engine(EVENTS + "data: ", more)) {
      assertFails(
          engine,
          () -> stream(engine),
          BackendFailedException.class,
          "an event of the stream is larger than " + RESPONSE_BYTES_MAX + " bytes");
    }
  }

  @Test
  void stream_gzipBomb_isBoundedByWhatItHolds() throws Throwable {
    try (HostileEngine engine = bomb(HEAD + "Content-Type: text/event-stream\r\n")) {
      assertFails(
          () -> stream(engine),
          BackendFailedException.class,
          "an event of the stream is larger than " + RESPONSE_BYTES_MAX + " bytes");
    }
  }

  @Test
  void stream_endlessAnswerInstead_isCalledThat() throws Throwable {
    try (HostileEngine engine = engine(ANSWER, "{\"a\":1}")) {
      assertFails(
          engine, () -> stream(engine), BackendFailedException.class, "not a stream of events");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"# a comment\n", "vllm:num_requests_running 1\n", "x"})
  void probe_endlessPage_isUpAndUnknown(String more) throws Throwable {
    try (HostileEngine engine = engine(HEAD + "\r\n", more)) {
      assertThat(transport.probe(engine.backend()))
          .succeedsWithin(PATIENCE)
          .isEqualTo(BackendReading.EMPTY);
      assertStopped(engine, 16 * MEBIBYTE);
    }
  }

  @Test
  void probe_gzipBomb_isUpAndUnknown() throws Throwable {
    try (HostileEngine engine = bomb(HEAD)) {
      assertThat(transport.probe(engine.backend()))
          .succeedsWithin(PATIENCE)
          .isEqualTo(BackendReading.EMPTY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void chat_deeplyNestedAnswer_isRefused(String open) throws Throwable {
    String json = "{\"choices\":" + open.repeat(DEEP);
    try (HostileEngine engine = whole("200 OK", "application/json", json)) {
      assertFails(() -> chat(engine), BackendFailedException.class, "nesting deeper than 1000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"error\":"})
  void chat_deeplyNestedError_isTakenAsText(String open) throws Throwable {
    try (HostileEngine engine = whole("503 No", "application/json", open.repeat(DEEP))) {
      assertFails(() -> chat(engine), BackendFailedException.class, "status 503: " + open);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void stream_deeplyNestedEvent_isRefused(String open) throws Throwable {
    String events = "data: " + open.repeat(DEEP) + "\n\n";
    try (HostileEngine engine = whole("200 OK", "text/event-stream", events)) {
      assertFails(() -> stream(engine), BackendFailedException.class, "nesting deeper than 1000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void request_deeplyNestedField_isRefusedBeforeSending(String open) throws Throwable {
    String json = open.repeat(DEEP);
    Allocation.assertAtMost(MEBIBYTE, () -> assertThatThrownBy(() -> new JsonText(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nesting deeper than 1000"));
  }

  private void chat(HostileEngine engine) {
    transport.chat(engine.backend(), request(), new CancelSignal());
  }

  private void stream(HostileEngine engine) {
    try (ChatStream stream = transport.stream(engine.backend(), request(), new CancelSignal())) {
      stream.forEachRemaining(chunk -> {});
    }
  }

  private static ChatRequest request() {
    return ChatRequest.of(List.of(ChatMessage.user("Hello")));
  }

  private static void assertFails(
      HostileEngine engine,
      ThrowingCallable call,
      Class<? extends ThunderException> type,
      String words)
      throws Throwable {
    assertFails(call, type, words);
    assertStopped(engine, 2 * RESPONSE_BYTES_MAX);
  }

  /** The call is made twice, and fails twice. */
  private static void assertFails(
      ThrowingCallable call, Class<? extends ThunderException> type, String words)
      throws Throwable {
    Allocation.assertAtMost(
        ALLOCATED_MAX,
        () -> assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(words));
  }

  /** The connection is closed, and not much more was taken from it than was read. */
  private static void assertStopped(HostileEngine engine, long read) {
    assertThat(engine.clientGone()).succeedsWithin(PATIENCE);
    assertThat(engine.sent()).isLessThanOrEqualTo(2 * (read + IN_SOCKETS));
  }

  private static HostileEngine engine(String beginning, String more) throws IOException {
    return new HostileEngine(beginning.getBytes(StandardCharsets.US_ASCII), more);
  }

  /** An answer that ends; what comes after it belongs to no answer. */
  private static HostileEngine whole(String status, String type, String body) throws IOException {
    return engine(
        "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
            + "\r\n\r\n" + body,
        "x");
  }

  private static HostileEngine bomb(String head) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    String headers = "Content-Encoding: gzip\r\nContent-Length: " + BOMB.length + "\r\n\r\n";
    answer.writeBytes((head + headers).getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(BOMB);
    return new HostileEngine(answer.toByteArray(), "x");
  }

  /** One line of twice the largest page, compressed a thousandfold. */
  private static byte[] compressed() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
      byte[] block = "x".repeat((int) MEBIBYTE).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 32; i++) {
        gzip.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }
}
