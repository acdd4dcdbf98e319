package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatStream;
import io.thunder.chat.JsonText;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.transport.CancelSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streamed answers. */
abstract class StreamContract extends TransportContract {

  private static final String USAGE = "{\"prompt_tokens\":5,\"completion_tokens\":2}";
  private static final String ROLE = delta("\"role\":\"assistant\",\"content\":\"\"", null);
  private static final String HEL = delta("\"content\":\"Hel\"", null);
  private static final String LO = delta("\"content\":\"lo\"", null);
  private static final String STOP = delta("", "stop");
  private static final String USAGE_ONLY = "{\"choices\":[],\"usage\":" + USAGE + "}";
  private static final String DONE = "[DONE]";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void stream_goodAnswer_yieldsChunksInOrder(String lineEnd) {
    answerStream(events(ROLE, HEL, LO, STOP, USAGE_ONLY, DONE).replace("\n", lineEnd));

    try (ChatStream stream = open()) {
      List<ChatChunk> chunks = drain(stream);
      assertThat(chunks).extracting(ChatChunk::json).containsExactly(ROLE, HEL, LO, STOP);
      assertThat(chunks).extracting(ChatChunk::text).containsExactly("", "Hel", "lo", "");
      assertThat(chunks)
          .extracting(ChatChunk::finishReason)
          .containsExactly(null, null, null, "stop");
      assertThat(stream.usage()).isEqualTo(new Usage(5, 2, null));
      assertThat(stream.hasNext()).isFalse();
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(received().getHeaders().get("Accept")).isEqualTo("text/event-stream");
  }

  @Test
  void stream_unevenFraming_yieldsTheSame() {
    answerStream("\ufeff: OPENROUTER PROCESSING\n\nevent: message\ndata:"
        + HEL
        + "\n\n:\n\ndata: {\"choices\":\ndata: [{\"delta\":{\"content\":\"lo 你好🌟\"}}]}\n\n"
        + "data: [DONE]");

    try (ChatStream stream = open()) {
      assertThat(text(drain(stream))).isEqualTo("Hello 你好🌟");
    }
  }

  @Test
  void stream_usageNotAskedFor_isAskedForAndHidden() {
    answerStream(events(HEL, STOP, USAGE_ONLY, DONE));

    try (ChatStream stream = open()) {
      assertThat(drain(stream)).hasSize(2);
      assertThat(stream.usage()).isEqualTo(new Usage(5, 2, null));
    }
    assertThat(bodyOf(received()))
        .endsWith("\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void stream_usageAskedFor_isDelivered() {
    answerStream(events(HEL, STOP, USAGE_ONLY, DONE));
    ChatRequest request = request().toBuilder()
        .field("stream_options", new JsonText("{\"include_usage\": true}"))
        .build();

    try (ChatStream stream = transport().stream(backend(), request, noCancel())) {
      assertThat(drain(stream)).extracting(ChatChunk::json).containsExactly(HEL, STOP, USAGE_ONLY);
    }
  }

  @Test
  void stream_usageInEveryChunk_takesTheLast() {
    answerStream(events(
        withUsage("{\"prompt_tokens\":10,\"completion_tokens\":0}"),
        withUsage("{\"prompt_tokens\":30,\"completion_tokens\":1}"),
        withUsage("null"),
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":10,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":16}}}",
        DONE));

    try (ChatStream stream = open()) {
      List<ChatChunk> chunks = drain(stream);
      assertThat(chunks)
          .extracting(ChatChunk::usage)
          .containsExactly(new Usage(10, 0, null), new Usage(30, 1, null), null);
      assertThat(stream.usage()).isEqualTo(new Usage(30, 10, 16L));
    }
  }

  @Test
  void stream_noUsageAtAll_isUnknown() {
    answerStream(events(HEL, STOP, DONE));

    try (ChatStream stream = open()) {
      drain(stream);
      assertThat(stream.usage()).isNull();
    }
  }

  @Test
  void stream_toolCallsOnly_yieldsThemVerbatim() {
    String call = delta(
        "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{ \"}}]", null);
    answerStream(events(ROLE, call, delta("", "tool_calls"), DONE));

    try (ChatStream stream = open()) {
      List<ChatChunk> chunks = drain(stream);
      assertThat(text(chunks)).isEmpty();
      assertThat(chunks.get(1).json()).isEqualTo(call);
      assertThat(chunks.get(2).finishReason()).isEqualTo("tool_calls");
    }
  }

  @Test
  void stream_reasoningUnderEitherName_isReadOnce() {
    answerStream(events(
        delta("\"reasoning\":\"a\"", null),
        delta("\"reasoning_content\":\"b\"", null),
        delta("\"reasoning\":\"c\",\"reasoning_content\":\"c\"", null),
        delta("\"reasoning\":null,\"reasoning_content\":\"d\",\"content\":null", null),
        DONE));

    try (ChatStream stream = open()) {
      List<ChatChunk> chunks = drain(stream);
      assertThat(chunks).extracting(ChatChunk::reasoning).containsExactly("a", "b", "c", "d");
      assertThat(text(chunks)).isEmpty();
    }
  }

  @Test
  void stream_abortedByEngine_endsWithThatReason() {
    answerStream(events(HEL, delta("", "abort"), DONE));

    try (ChatStream stream = open()) {
      assertThat(drain(stream)).last().extracting(ChatChunk::finishReason).isEqualTo("abort");
    }
  }

  @Test
  void stream_severalChoices_readsTheFirstAndKeepsTheOthers() {
    String other = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"}}]}";
    answerStream(events(HEL, other, LO, DONE));

    try (ChatStream stream = open()) {
      List<ChatChunk> chunks = drain(stream);
      assertThat(text(chunks)).isEqualTo("Hello");
      assertThat(chunks.get(1).json()).isEqualTo(other);
    }
  }

  @Test
  void stream_eventOfUnknownKind_isHandedOn() {
    answerStream(events(HEL, "{\"foo\":1}", DONE));

    try (ChatStream stream = open()) {
      assertThat(drain(stream)).extracting(ChatChunk::json).containsExactly(HEL, "{\"foo\":1}");
    }
  }

  @Test
  void stream_endsAfterFinishReasonWithoutDone_isAGoodEnd() {
    answerStream(events(HEL, STOP));

    try (ChatStream stream = open()) {
      assertThat(drain(stream)).hasSize(2);
    }
  }

  @Test
  void stream_connectionCutAfterFinishReason_isAGoodEnd() {
    engine.enqueue(cutAfter(events(HEL, STOP)));

    try (ChatStream stream = open()) {
      assertThat(drain(stream)).hasSize(2);
    }
  }

  @Test
  void stream_endsWithoutFinishReasonAndDone_fails() {
    answerStream(events(HEL, LO));
    assertFailsAfter(2, "cut");
  }

  @Test
  void stream_endsInsideAnEvent_fails() {
    answerStream(events(HEL) + "data: {\"choices\":[{\"delta\":{\"con");
    assertFailsAfter(1, "cut inside an event");
  }

  @Test
  void stream_connectionCut_fails() {
    engine.enqueue(cutAfter(events(HEL)));
    assertFailsAfter(1, "gpu1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": {\"message\": \"engine died\", \"type\": \"E\", \"code\": 500}}",
        "{\"error\":\"engine died\"}",
        "{\"object\":\"error\",\"message\":\"engine died\",\"code\":500}",
        "{\"choices\":[{\"delta\":{}}],\"error\":{\"message\":\"engine died\",\"code\":400}}"
      })
  void stream_errorInTheMiddle_failsWithTheEnginesWords(String error) {
    answerStream(events(HEL, error, DONE));
    assertFailsAfter(1, "engine died");
  }

  @Test
  void stream_errorWithoutDone_failsWithTheEnginesWords() {
    answerStream(events(HEL) + "event: error\ndata: {\"error\":{\"message\":\"engine died\"}}\n\n");
    assertFailsAfter(1, "engine died");
  }

  @Test
  void stream_refusalAsFirstEvent_isARejection() {
    answerStream(
        events("{\"error\":{\"message\":\"maximum context length is 5\",\"code\":400}}", DONE));

    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            RequestRejectedException.class,
            rejection -> assertThat(rejection.status()).isEqualTo(400))
        .hasMessageContaining("maximum context length");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[DATA]", "hello", "7", "{\"choices\":7}", "{\"choices\":[{\"delta\":7}]}"})
  void stream_eventThatIsNoChunk_fails(String event) {
    answerStream(events(HEL, event, DONE));
    assertFailsAfter(1, "gpu1");
  }

  @Test
  void stream_failureSeen_isThrownAgain() {
    answerStream(events(LO));
    try (ChatStream stream = open()) {
      stream.next();
      assertThatThrownBy(stream::hasNext).isInstanceOf(BackendFailedException.class);
      assertThatThrownBy(stream::next).isInstanceOf(BackendFailedException.class);
    }
  }

  @Test
  void stream_eventThatNeverEnds_fails() {
    answerStream(events(HEL) + "data: " + "x".repeat(20_000));
    transport(TransportOptions.DEFAULTS.withMaxResponseBytes(10_000));
    assertFailsAfter(1, "10000 bytes");
  }

  @Test
  void stream_wholeAnswerInsteadOfEvents_fails() {
    answerJson(200, ANSWER);
    assertThatThrownBy(this::open)
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("not a stream");
  }

  @Test
  void stream_refused_throwsBeforeAnyChunk() {
    answerJson(400, "{\"error\":{\"message\":\"no such tool\"}}");
    assertThatThrownBy(this::open)
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("no such tool");
  }

  @Test
  void close_twiceOrAfterTheEnd_doesNothing() {
    answerStream(events(HEL, DONE));
    ChatStream stream = open();
    drain(stream);
    stream.close();
    stream.close();
    assertThat(stream.hasNext()).isFalse();
  }

  @Test
  void stream_cancelledAndNeverClosed_isGivenBack() {
    answerStream(events(HEL, LO, DONE));
    CancelSignal cancel = new CancelSignal();
    ChatStream stream = transport().stream(backend(), request(), cancel);
    assertThat(stream.next().text()).isEqualTo("Hel");

    cancel.cancel();

    assertNothingHeld();
    assertThatThrownBy(stream::hasNext).isInstanceOf(TurnCancelledException.class);
  }

  @Test
  void close_beforeTheEnd_isNeverTakenForTheEnd() {
    answerStream(events(HEL, LO, DONE));
    ChatStream stream = open();
    stream.next();
    stream.close();
    assertThatThrownBy(stream::hasNext).isInstanceOf(TurnCancelledException.class);
  }

  @Test
  void stream_drained_keepsTheConnectionForTheNextTurn() {
    answerStream(events(HEL, DONE));
    answerStream(events(LO, DONE));
    for (int turn = 0; turn < 2; turn++) {
      try (ChatStream stream = open()) {
        drain(stream);
      }
      assertThat(received().getConnectionIndex()).isZero();
    }
  }

  @Test
  void stream_longConversation_keepsItsMessages() {
    answerStream(events(DONE));
    ChatRequest request =
        ChatRequest.of(List.of(ChatMessage.user("a"), ChatMessage.assistant("b")));
    try (ChatStream stream = transport().stream(backend(), request, noCancel())) {
      assertThat(stream.hasNext()).isFalse();
    }
    assertThat(bodyOf(received())).contains("\"content\":\"a\"").contains("\"content\":\"b\"");
  }

  private ChatStream open() {
    return transport().stream(backend(), request(), noCancel());
  }

  private void assertFailsAfter(int chunks, String words) {
    try (ChatStream stream = open()) {
      for (int i = 0; i < chunks; i++) {
        stream.next();
      }
      assertThatThrownBy(stream::hasNext)
          .isInstanceOfSatisfying(
              BackendFailedException.class,
              failure -> assertThat(failure.status()).isEqualTo(200))
          .hasMessageContaining(words);
    }
  }

  private static MockResponse cutAfter(String events) {
    return new MockResponse.Builder()
        .body(events)
        .setHeader("Content-Type", "text/event-stream")
        .setHeader("Content-Length", "100000")
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private static List<ChatChunk> drain(ChatStream stream) {
    List<ChatChunk> chunks = new ArrayList<>();
    stream.forEachRemaining(chunks::add);
    return chunks;
  }

  private static String text(List<ChatChunk> chunks) {
    return chunks.stream().map(ChatChunk::text).collect(Collectors.joining());
  }

  private static String delta(String members, String finishReason) {
    String reason = finishReason == null ? "null" : '"' + finishReason + '"';
    return "{\"choices\":[{\"index\":0,\"delta\":{" + members + "},\"finish_reason\":" + reason
        + "}]}";
  }

  private static String withUsage(String usage) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}],\"usage\":" + usage + "}";
  }

  private static String events(String... data) {
    StringBuilder events = new StringBuilder();
    for (String event : data) {
      events.append("data: ").append(event).append("\n\n");
    }
    return events.toString();
  }
}
