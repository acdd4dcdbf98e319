package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import io.thunder.transport.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, and as what it is reported. */
abstract class FailureContract extends TransportContract {

  private static final String PROMPT = "my very private prompt";
  private static final String KEY = "sk-very-secret-key";

  @ParameterizedTest
  @CsvSource({
    "400, true", "404, true", "409, true", "413, true", "422, true", "499, true",
    "408, false", "429, false", "500, false", "501, false", "502, false", "503, false",
    "504, false", "529, false", "301, false", "302, false", "307, false"
  })
  void chat_status_isTheCallersOrTheBackendsFault(int status, boolean callers) {
    engine.enqueue(new MockResponse.Builder()
        .code(status)
        .setHeader("Location", "/elsewhere")
        .setHeader("Retry-After", "0")
        .body("{\"error\":{\"message\":\"because\"}}")
        .build());

    ThunderException failure = failure();

    assertThat(failure).hasMessageContaining("gpu1").hasMessageContaining("because");
    if (callers) {
      assertThat(failure)
          .isInstanceOfSatisfying(
              RequestRejectedException.class, e -> assertThat(e.status()).isEqualTo(status));
    } else {
      assertThat(failure)
          .isInstanceOfSatisfying(
              BackendFailedException.class, e -> assertThat(e.status()).isEqualTo(status));
    }
    assertThat(failure.isRetryable()).isEqualTo(!callers);
    assertThat(engine.getRequestCount()).as("sent once").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"message\":\"maximum context length is 9\",\"code\":400}}"
            + "| maximum context length is 9",
        "{\"object\":\"error\",\"message\":\"maximum context length is 9\",\"code\":400}"
            + "| maximum context length is 9",
        "{\"error\":\"maximum context length is 9\"} | maximum context length is 9",
        "{\"message\":\"too long\"} | too long",
        "{\"detail\":\"Not Found\"} | Not Found",
        "{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"bad n\",\"input\":\"my prompt\"}]}"
            + "| bad n",
        "{\"error\":{\"code\":\"x\"}} | {\"code\":\"x\"}",
        "plain words | plain words",
        "<html> <h1>Nope</h1> </html> | <html> <h1>Nope</h1> </html>",
        "{\"error\":{\"mess | {\"error\":{\"mess"
      })
  void chat_anyEnvelope_keepsTheEnginesWords(String body, String words) {
    answerJson(400, body);
    assertThat(failure()).hasMessageContaining(words).message().doesNotContain("my prompt");
  }

  @Test
  void chat_longAndManyLinedBody_isShortenedToOneLine() {
    answerJson(500, "a\r\n\tb\u0000c" + "d".repeat(100_000));
    assertThat(failure().getMessage()).contains(": a b cddd").hasSizeLessThan(400);
  }

  @Test
  void chat_emptyBody_namesTheStatus() {
    answerJson(503, "");
    assertThat(failure()).hasMessage("backend gpu1 answered status 503");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Input is bad\\n [type=t, input_value='my very private"
            + " prompt', input_type=str]\"}}",
        "{\"error\":{\"message\":\"[{'type': 'missing', 'loc': ('body', 'n'), 'msg': 'Input is"
            + " bad', 'input': {'messages': 'my very private prompt'}}]\"}}",
        "{\"detail\":[{\"msg\":\"Input is bad\",\"input\":{\"a\":\"my very private prompt\"}}]}",
        "{\"detail\":[{\"msg\":\"Input is bad\",\"input\" : {\"a\":\"my very private prompt..."
      })
  void chat_validationError_leavesTheQuotedInputOut(String body) {
    answerJson(400, body);
    assertThat(failure()).hasMessageContaining("Input is bad").hasMessageNotContaining("private");
  }

  @Test
  void chat_errorWithGoodStatus_isAFailure() {
    answerJson(200, "{\"error\":{\"message\":\"engine died\",\"code\":500}}");
    assertThat(failure())
        .isInstanceOfSatisfying(
            BackendFailedException.class, e -> assertThat(e.status()).isEqualTo(500))
        .hasMessageContaining("engine died");
  }

  @Test
  void chat_refusalWithGoodStatus_isARejection() {
    answerJson(200, "{\"object\":\"error\",\"message\":\"too long\",\"code\":400}");
    assertThat(failure())
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 500})
  void chat_engineThatEchoesHeaders_revealsNothing(int status) {
    answerJson(status, "{\"error\":\"bad key " + KEY + " and session session-12345\"}");
    ChatRequest request = ChatRequest.builder()
        .message(ChatMessage.user(PROMPT))
        .header("X-Session", "session-12345")
        .build();
    Transport transport = transport(TransportOptions.DEFAULTS.withApiKey(KEY));

    assertThatThrownBy(() -> transport.chat(backend(), request, noCancel()))
        .isInstanceOf(ThunderException.class)
        .message()
        .doesNotContain(KEY)
        .doesNotContain("session-12345")
        .doesNotContain(PROMPT);
    assertThat(transport.toString()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"echo\":\"%s\"}", "no JSON: %s", "{\"%s\":"})
  void chat_unreadableAnswerThatEchoesHeaders_revealsNothing(String answer) {
    answerJson(200, String.format(answer, "x".repeat(270) + KEY)); // an excerpt would cut the key
    answerJson(200, String.format(answer, KEY));
    Transport transport = transport(TransportOptions.DEFAULTS.withApiKey(KEY));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> transport.chat(backend(), request(), noCancel()))
          .isInstanceOf(BackendFailedException.class)
          .satisfies(
              e -> assertThat(stackTrace(e)).doesNotContain(KEY.substring(0, KEY.length() / 2)));
    }
  }

  /** The kernel accepts the connection, and nobody ever says a word on it. */
  @Test
  void chat_handshakeThatNobodyAnswers_isUnavailable() throws IOException {
    Transport transport =
        transport(TransportOptions.DEFAULTS.withReadTimeout(Duration.ofMillis(200)));
    try (ServerSocket silent = new ServerSocket(0)) {
      Backend backend = Backend.vllm("https://localhost:" + silent.getLocalPort());
      assertThatThrownBy(() -> transport.chat(backend, request(), noCancel()))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void chat_nobodyListens_isUnavailable() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0)) {
      freePort = socket.getLocalPort();
    }
    Backend nobody = Backend.vllm("http://127.0.0.1:" + freePort).withId("gone");

    assertThatThrownBy(() -> transport().chat(nobody, request(), noCancel()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("gone")
        .hasMessageContaining("cannot be reached")
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> transport().stream(nobody, request(), noCancel()))
        .isInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(
            () -> transport().chatAsync(nobody, request(), noCancel()).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void chat_unknownHost_isUnavailable() {
    Backend unknown = Backend.vllm("http://no-such-host.invalid:8000");
    assertThatThrownBy(() -> transport().chat(unknown, request(), noCancel()))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no-such-host.invalid");
  }

  @Test
  void chat_resetBeforeTheAnswer_isUnavailableAndNotSentAgain() {
    engine.enqueue(new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseSocket())
        .build());
    answerJson(200, ANSWER);

    assertThat(failure())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("closed the connection before it answered");
    assertThat(engine.getRequestCount()).isEqualTo(1);
  }

  @Test
  void chat_brokenInTheMiddleOfTheAnswer_isAFailure() {
    engine.enqueue(new MockResponse.Builder()
        .body(ANSWER)
        .setHeader("Content-Length", "1000")
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build());

    assertThat(failure())
        .isInstanceOfSatisfying(
            BackendFailedException.class, e -> assertThat(e.status()).isEqualTo(200))
        .hasMessageContaining("did not finish its answer");
  }

  @Test
  void chat_silentEngine_failsAfterTheReadTimeout() {
    engine.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    transport(TransportOptions.DEFAULTS.withReadTimeout(Duration.ofMillis(200)));

    assertThat(failure())
        .isInstanceOfSatisfying(
            BackendFailedException.class, e -> assertThat(e.status()).isZero())
        .hasMessageContaining("silent for longer than PT0.2S");
  }

  @Test
  void chat_slowEngine_failsAfterTheTurnTimeout() {
    engine.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    transport(TransportOptions.DEFAULTS.withTurnTimeout(Duration.ofSeconds(2)));

    assertThat(failure())
        .isInstanceOfSatisfying(
            BackendFailedException.class, e -> assertThat(e.status()).isZero())
        .hasMessageContaining("took longer than PT2S");
  }

  @Test
  void stream_silentEngine_failsAfterTheReadTimeout() {
    engine.enqueue(new MockResponse.Builder()
        .setHeader("Content-Type", "text/event-stream")
        .body(" ".repeat(100))
        .onResponseBody(SocketEffect.Stall.INSTANCE)
        .build());
    Transport transport =
        transport(TransportOptions.DEFAULTS.withReadTimeout(Duration.ofMillis(200)));

    assertThatThrownBy(() -> transport.stream(backend(), request(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("silent for longer");
  }

  @Test
  void chatAsync_refused_completesWithTheBareException() {
    answerJson(404, "{\"error\":{\"message\":\"no such model\"}}");

    var failure = transport()
        .chatAsync(backend(), request(), noCancel())
        .handle((answer, thrown) -> thrown)
        .join();

    assertThat(failure).isInstanceOf(RequestRejectedException.class);
  }

  @Test
  void closedTransport_refusesEverything() {
    Transport transport = transport();
    transport.close();
    transport.close();

    assertThatThrownBy(() -> transport.chat(backend(), request(), noCancel()))
        .isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> transport.stream(backend(), request(), noCancel()))
        .isInstanceOf(ClientClosedException.class);
    assertThat(transport.chatAsync(backend(), request(), noCancel()))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(ClientClosedException.class);
    assertThat(transport.probe(backend()))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(BackendUnavailableException.class);
  }

  private ThunderException failure() {
    ChatRequest request = ChatRequest.of(List.of(ChatMessage.user(PROMPT)));
    ThunderException failure = catchThrowableOfType(
        ThunderException.class, () -> transport().chat(backend(), request, noCancel()));
    assertThat(failure).message().doesNotContain(PROMPT);
    return failure;
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
