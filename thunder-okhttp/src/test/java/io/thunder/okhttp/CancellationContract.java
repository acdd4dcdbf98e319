package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.ClientClosedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to stop a turn reaches the engine as a closed connection. */
@Timeout(60)
abstract class CancellationContract extends TransportContract {

  private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

  private static final TokenRequest TOKENS =
      TokenRequest.builder(TokenIds.of(1)).build();

  private final CompletableFuture<Void> clientGone = new CompletableFuture<>();
  private final CountDownLatch computed = new CountDownLatch(1);
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CancelSignal signal = new CancelSignal();

  /** The engine computes until it is let go, and then answers until the client is gone. */
  @BeforeEach
  void compute() {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        arrived.countDown();
        boolean streamed = request.getBody().utf8().contains("\"stream\":true");
        if (!streamed) {
          computed.await();
        }
        return new MockResponse.Builder()
            .setHeader("Content-Type", streamed ? "text/event-stream" : "application/json")
            .setHeader("Connection", "close")
            .body(new EndlessBody(streamed ? CHUNK : " ", clientGone))
            .build();
      }
    });
  }

  @AfterEach
  void endEngine() {
    computed.countDown();
  }

  @Test
  void chat_signalled_closesTheConnection() throws Exception {
    FutureTask<ChatResponse> turn = start(() -> transport().chat(backend(), request(), signal));
    arrived.await();
    signal.cancel();

    assertCancelled(turn);
    assertEngineNotices();
  }

  @Test
  void chat_signalledBefore_isNotSent() {
    signal.cancel();
    assertThatThrownBy(() -> transport().chat(backend(), request(), signal))
        .isInstanceOf(TurnCancelledException.class);
    assertThat(engine.getRequestCount()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.thunder.okhttp.ThreadKinds#all")
  void chat_interrupted_closesTheConnectionAndStaysInterrupted(String kind, ThreadFactory threads)
      throws Exception {
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    FutureTask<ChatResponse> turn = new FutureTask<>(() -> {
      try {
        return transport().chat(backend(), request(), signal);
      } finally {
        stillInterrupted.complete(Thread.currentThread().isInterrupted());
      }
    });
    Thread thread = threads.newThread(turn);
    thread.start();
    arrived.await();
    thread.interrupt();

    assertCancelled(turn);
    assertThat(stillInterrupted.join()).as("%s thread is interrupted", kind).isTrue();
    assertThat(engine.getRequestCount()).as("sent once").isEqualTo(1);
    assertEngineNotices();
  }

  @Test
  void chat_interruptedBefore_isNotSent() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> transport().chat(backend(), request(), signal))
          .isInstanceOf(TurnCancelledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(engine.getRequestCount()).isZero();
  }

  @Test
  void chat_signalledWhileTheAnswerArrives_closesTheConnection() throws Exception {
    computed.countDown();
    FutureTask<ChatResponse> turn = start(() -> transport().chat(backend(), request(), signal));
    arrived.await();
    signal.cancel();

    assertCancelled(turn);
    assertEngineNotices();
  }

  @Test
  void chatAsync_signalled_closesTheConnection() throws Exception {
    CompletableFuture<ChatResponse> turn = transport().chatAsync(backend(), request(), signal);
    arrived.await();
    signal.cancel();

    assertThatThrownBy(turn::join).hasCauseInstanceOf(TurnCancelledException.class);
    assertEngineNotices();
  }

  @Test
  void chatAsync_futureCancelled_closesTheConnection() throws Exception {
    CompletableFuture<ChatResponse> turn = transport().chatAsync(backend(), request(), signal);
    arrived.await();
    turn.cancel(false);

    assertThatThrownBy(turn::join).isInstanceOf(CancellationException.class);
    assertEngineNotices();
  }

  @Test
  void generate_signalled_closesTheConnection() throws Exception {
    FutureTask<TokenResponse> turn = start(() -> transport().generate(backend(), TOKENS, signal));
    arrived.await();
    signal.cancel();

    assertCancelled(turn);
    assertEngineNotices();
  }

  @Test
  void generateAsync_futureCancelled_closesTheConnection() throws Exception {
    CompletableFuture<TokenResponse> turn = transport().generateAsync(backend(), TOKENS, signal);
    arrived.await();
    turn.cancel(false);

    assertThatThrownBy(turn::join).isInstanceOf(CancellationException.class);
    assertEngineNotices();
  }

  @Test
  void stream_signalled_closesTheConnection() throws Exception {
    ChatStream stream = transport().stream(backend(), request(), signal);
    assertThat(stream.next().text()).isEqualTo("a");
    signal.cancel();

    assertThatThrownBy(stream::hasNext).isInstanceOf(TurnCancelledException.class);
    assertEngineNotices();
    stream.close();
  }

  @Test
  void stream_closed_closesTheConnection() throws Exception {
    ChatStream stream = transport().stream(backend(), request(), signal);
    stream.next();
    stream.close();
    assertEngineNotices();
  }

  @Test
  void stream_closedByAnotherThreadWhileOneReads_closesTheConnection() throws Exception {
    ChatStream stream = transport().stream(backend(), request(), signal);
    stream.next();
    CountDownLatch reading = new CountDownLatch(1);
    FutureTask<Boolean> read = start(() -> {
      reading.countDown();
      return stream.hasNext();
    });
    reading.await();
    stream.close();

    assertThatThrownBy(read::get).hasCauseInstanceOf(TurnCancelledException.class);
    assertEngineNotices();
  }

  @Test
  void stream_readerInterrupted_closesTheConnection() throws Exception {
    ChatStream stream = transport().stream(backend(), request(), signal);
    stream.next();
    FutureTask<Boolean> read = start(() -> {
      Thread.currentThread().interrupt();
      return stream.hasNext();
    });

    assertThatThrownBy(read::get).hasCauseInstanceOf(TurnCancelledException.class);
    assertEngineNotices();
    stream.close();
  }

  @Test
  void close_withTurnsInFlight_endsThem() throws Exception {
    Transport transport = transport();
    ChatStream stream = transport.stream(backend(), request(), noCancel());
    stream.next();
    CompletableFuture<ChatResponse> async = transport.chatAsync(backend(), request(), noCancel());
    FutureTask<ChatResponse> sync = start(() -> transport.chat(backend(), request(), noCancel()));
    while (engine.getRequestCount() < 3) {
      Thread.onSpinWait();
    }
    transport.close();

    assertThatThrownBy(sync::get).hasCauseInstanceOf(ClientClosedException.class);
    assertThatThrownBy(async::join).hasCauseInstanceOf(ClientClosedException.class);
    assertThatThrownBy(stream::hasNext).isInstanceOf(ClientClosedException.class);
    assertEngineNotices();
  }

  @Test
  void chat_signalledAfterItsEnd_cancelsNothingElse() {
    engine.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return new MockResponse.Builder().body(ANSWER).build();
      }
    });
    transport().chat(backend(), request(), signal);
    signal.cancel();
    assertThat(transport().chat(backend(), request(), noCancel()).text()).isEqualTo("Hi!");
  }

  private void assertEngineNotices() throws Exception {
    computed.countDown();
    clientGone.get(30, TimeUnit.SECONDS);
  }

  private static void assertCancelled(FutureTask<?> turn) {
    assertThatThrownBy(() -> turn.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TurnCancelledException.class);
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
