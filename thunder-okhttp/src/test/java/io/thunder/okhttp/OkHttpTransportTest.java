package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.error.TurnCancelledException;
import io.thunder.transport.CancelSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OkHttpTransportTest {

  private static final int MANY = 40;

  @StartStop
  final MockWebServer engine = new MockWebServer();

  @Test
  void chatAsync_manyTurnsToOneHost_runAtTheSameTime() {
    CountDownLatch allArrived = new CountDownLatch(MANY);
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        allArrived.countDown();
        boolean together = allArrived.await(30, TimeUnit.SECONDS);
        return new MockResponse.Builder()
            .code(together ? 200 : 500)
            .body(TransportContract.ANSWER)
            .build();
      }
    });
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      List<CompletableFuture<ChatResponse>> turns = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        turns.add(transport.chatAsync(backend(), request(), new CancelSignal()));
      }
      assertThat(turns).allSatisfy(turn -> assertThat(turn.join().text()).isEqualTo("Hi!"));
    }
  }

  @Test
  void chatAsync_threadsOfTheTransport_areDaemons() {
    answer();
    try (OkHttpTransport transport = OkHttpTransport.create()) {
      boolean daemon = transport
          .chatAsync(backend(), request(), new CancelSignal())
          .thenApply(answer -> Thread.currentThread().isDaemon())
          .join();
      assertThat(daemon).isTrue();
    }
  }

  @Test
  void chat_callingThread_sendsItself() {
    answer();
    List<Thread> threads = new ArrayList<>();
    OkHttpClient base = new OkHttpClient.Builder()
        .addInterceptor(chain -> {
          threads.add(Thread.currentThread());
          return chain.proceed(chain.request());
        })
        .build();
    try (OkHttpTransport transport = OkHttpTransport.builder().client(base).build()) {
      transport.chat(backend(), request(), new CancelSignal());
    }
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void chat_authenticatorOfTheClient_answersAChallenge() {
    engine.enqueue(new MockResponse.Builder().code(401).build());
    answer();
    OkHttpClient base = new OkHttpClient.Builder()
        .authenticator((route, response) ->
            response.request().newBuilder().header("Authorization", "fresh").build())
        .build();
    try (OkHttpTransport transport = OkHttpTransport.builder().client(base).build()) {
      assertThat(transport.chat(backend(), request(), new CancelSignal()).text())
          .isEqualTo("Hi!");
    }
  }

  @Test
  void chatAndStream_interruptedWhileConnecting_areCancelledAndStayInterrupted() {
    answer();
    OkHttpClient base = new OkHttpClient.Builder()
        .addInterceptor(chain -> {
          Thread.currentThread().interrupt();
          return chain.proceed(chain.request());
        })
        .build();
    try (OkHttpTransport transport = OkHttpTransport.builder().client(base).build()) {
      assertInterrupted(() -> transport.chat(backend(), request(), new CancelSignal()));
      assertInterrupted(() -> transport.stream(backend(), request(), new CancelSignal()));
    }
    assertThat(engine.getRequestCount()).isZero();
  }

  private static void assertInterrupted(ThrowingCallable call) {
    boolean interrupted;
    try {
      assertThatThrownBy(call).isInstanceOf(TurnCancelledException.class);
    } finally {
      interrupted = Thread.interrupted();
    }
    assertThat(interrupted).isTrue();
  }

  @Test
  void close_clientOfTheCaller_isLeftUsable() {
    OkHttpClient base = new OkHttpClient();
    OkHttpTransport.builder().client(base).build().close();

    assertThat(base.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(base.dispatcher().getMaxRequestsPerHost()).isEqualTo(5);
  }

  @Test
  void toString_anyTransport_namesSettingsWithoutSecrets() {
    try (OkHttpTransport transport = OkHttpTransport.builder()
        .apiKey("sk-secret")
        .header("X-Team", "team-secret")
        .build()) {
      assertThat(transport.toString())
          .contains("turnTimeout=PT1H", "readTimeout=PT30M", "probeTimeout=PT5S")
          .contains("connectTimeout=PT10S", "maxResponseBytes=67108864")
          .contains("Authorization", "X-Team")
          .doesNotContain("sk-secret")
          .doesNotContain("team-secret");
    }
  }

  @Test
  void builder_impossibleValues_areRefusedByName() {
    OkHttpTransport.Builder builder = OkHttpTransport.builder();
    assertRefused(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout");
    assertRefused(() -> builder.readTimeout(Duration.ofMillis(-1)), "readTimeout");
    assertRefused(() -> builder.turnTimeout(Duration.ZERO), "turnTimeout");
    assertRefused(() -> builder.probeTimeout(Duration.ZERO), "probeTimeout");
    assertRefused(() -> builder.turnTimeout(Duration.ofDays(25)), "PT600H");
    assertRefused(() -> builder.maxResponseBytes(0), "maxResponseBytes");
    assertRefused(() -> builder.apiKey(" "), "API key");
    assertRefused(() -> builder.header("accept-encoding", "br"), "compression");
  }

  @Test
  void builder_invalidHeaders_areRefusedWithoutTheirValue() {
    OkHttpTransport.Builder builder = OkHttpTransport.builder();
    assertThatThrownBy(() -> builder.header("X-Token", "secret\r\nvalue"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining("X-Token")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> builder.apiKey("sécret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("cret");
  }

  private static void assertRefused(Runnable call, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  private Backend backend() {
    return Backend.vllm(engine.url("/").toString());
  }

  private void answer() {
    engine.enqueue(new MockResponse.Builder().body(TransportContract.ANSWER).build());
  }

  private static ChatRequest request() {
    return ChatRequest.of(List.of(ChatMessage.user("Hello")));
  }
}
