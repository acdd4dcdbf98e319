package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.error.BackendUnavailableException;
import io.thunder.transport.CancelSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pooled connections that the server closed while they were idle. */
final class ConnectionTest {

  private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}";

  @StartStop
  final MockWebServer engine = new MockWebServer();

  private final AtomicLong nanosPerLook = new AtomicLong();
  private final AtomicLong now = new AtomicLong();
  private final HttpTransport transport =
      new HttpTransport(settings(), () -> now.addAndGet(nanosPerLook.get()));

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void chat_staleConnection_isSentOnceMoreOnAnother() {
    engine.enqueue(answerAndClose());
    engine.enqueue(new MockResponse.Builder().body(ANSWER).build());
    chat();

    assertThat(chat()).isEqualTo("a");
    assertThat(engine.getRequestCount()).isEqualTo(2);
  }

  @Test
  void chat_severalStaleConnections_stopsAfterOneRepetition() throws InterruptedException {
    engine.enqueue(answerAndClose());
    engine.enqueue(closeBeforeAnswer());
    engine.enqueue(new MockResponse.Builder().body(ANSWER).build());
    chat();

    assertThatThrownBy(this::chat).isInstanceOf(BackendUnavailableException.class);
    assertThat(engine.getRequestCount()).as("the third answer is not taken").isEqualTo(2);
  }

  @Test
  void chat_connectionThatBrokeLater_isNotSentAgain() {
    engine.enqueue(answerAndClose());
    engine.enqueue(new MockResponse.Builder().body(ANSWER).build());
    chat();
    nanosPerLook.set(ChatBody.STALE_NANOS_MAX + 1);

    assertThatThrownBy(this::chat).isInstanceOf(BackendUnavailableException.class);
    assertThat(engine.getRequestCount()).isEqualTo(1);
  }

  @Test
  void chat_goodConnection_isUsedAgain() throws InterruptedException {
    for (int turn = 0; turn < 3; turn++) {
      engine.enqueue(new MockResponse.Builder().body(ANSWER).build());
      chat();
      assertThat(engine.takeRequest().getConnectionIndex()).isZero();
    }
  }

  private String chat() {
    return transport
        .chat(
            Backend.vllm(engine.url("/").toString()),
            ChatRequest.of(List.of(ChatMessage.user("hi"))),
            new CancelSignal())
        .text();
  }

  private static MockResponse answerAndClose() {
    return new MockResponse.Builder()
        .body(ANSWER)
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private static MockResponse closeBeforeAnswer() {
    return new MockResponse.Builder()
        .onResponseStart(new SocketEffect.CloseSocket())
        .build();
  }

  private static Settings settings() {
    Duration minute = Duration.ofMinutes(1);
    return new Settings(
        new OkHttpClient(), Headers.EMPTY, minute, minute, minute, minute, Long.MAX_VALUE / 2);
  }
}
