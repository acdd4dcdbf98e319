package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatResponse;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.program.ProgramId;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turns that several callers ask for at the same time. */
final class ChatOnceTest {

  private final ClientBench bench = new ClientBench(1);

  @AfterEach
  void close() {
    bench.close();
  }

  private CompletableFuture<ChatResponse> once(String program, String turn) {
    return bench.client.chatOnceAsync(program, turn, ClientBench.SMALL);
  }

  @Test
  void chatOnce_sameTurnTwice_isSentOnce() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> first = once("p", "t");
    CompletableFuture<ChatResponse> second = once("p", "t");

    bench.transport.awaitCall(1).answer("ok");

    assertThat(Await.value(first)).isSameAs(Await.value(second));
    assertThat(bench.transport.calls).hasSize(1);
    bench.assertNoTurnLeft();
  }

  @Test
  void chatOnce_otherTurnOrProgram_isAnother() {
    bench.transport.otherwise(FakeTransport.hang());
    List<CompletableFuture<ChatResponse>> asked =
        List.of(once("p", "t"), once("p", "u"), once("q", "t"));

    assertThat(bench.transport.calls).hasSize(3);
    assertThat(asked).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void chatOnce_afterTheAnswer_isSentAgain() {
    assertThat(Await.value(once("p", "t")).text()).isEqualTo("ok");
    assertThat(bench.client.chatOnce("p", "t", ClientBench.SMALL).text()).isEqualTo("ok");

    assertThat(bench.transport.calls).hasSize(2);
  }

  @Test
  void chatOnce_oneOfTwoGivesUp_theOtherIsAnswered() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> first = once("p", "t");
    CompletableFuture<ChatResponse> second = once("p", "t");

    first.cancel(true);
    assertThat(bench.transport.awaitCall(1).wasCancelled()).isFalse();
    bench.transport.awaitCall(1).answer("ok");

    assertThat(Await.value(second).text()).isEqualTo("ok");
    assertThat(first).isCancelled();
  }

  @Test
  void chatOnce_allGiveUp_isCancelledAndForgotten() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> first = once("p", "t");
    CompletableFuture<ChatResponse> second = once("p", "t");

    first.cancel(true);
    second.cancel(true);

    assertThat(bench.transport.awaitCall(1).wasCancelled()).isTrue();
    bench.assertNoTurnLeft();
    assertThat(Await.value(once("p", "t")).text()).isEqualTo("ok");
  }

  @Test
  void chatOnce_someGiveUpWhileOthersWait_areForgotten() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> waiting = once("p", "t");

    Await.collected(giveUp());

    bench.transport.awaitCall(1).answer("ok");
    assertThat(Await.value(waiting).text()).isEqualTo("ok");
  }

  private WeakReference<CompletableFuture<ChatResponse>> giveUp() {
    CompletableFuture<ChatResponse> givenUp = once("p", "t");
    assertThat(givenUp.cancel(true)).isTrue();
    return new WeakReference<>(givenUp);
  }

  @Test
  void chatOnce_fails_tellsAll() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> first = once("p", "t");
    CompletableFuture<ChatResponse> second = once("p", "t");

    bench.transport.awaitCall(1).fail(new RequestRejectedException("wrong", 400));

    assertThatThrownBy(() -> Await.value(first))
        .hasRootCauseInstanceOf(RequestRejectedException.class);
    assertThatThrownBy(() -> Await.value(second))
        .hasRootCauseInstanceOf(RequestRejectedException.class);
  }

  @Test
  void chatOnce_blockedCallerIsInterrupted_onlyHeGivesUp() {
    bench.transport.then(FakeTransport.hang());
    CompletableFuture<ChatResponse> other = once("p", "t");

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bench.client.chatOnce("p", "t", ClientBench.SMALL))
        .isInstanceOf(TurnCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    bench.transport.awaitCall(1).answer("ok");

    assertThat(Await.value(other).text()).isEqualTo("ok");
  }

  @Test
  void chatOnce_everyThreadOfTheExecutorWaits_isAnsweredAllTheSame() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    try (ClientBench alone = new ClientBench(ClientBench.builder().executor(pool), 1)) {
      alone.transport.then(FakeTransport.hang());
      Future<ChatResponse> answer =
          pool.submit(() -> alone.client.chatOnce("p", "t", ClientBench.SMALL));

      alone.transport.awaitCall(1).answer("ok");

      assertThat(answer.get(10, TimeUnit.SECONDS).text()).isEqualTo("ok");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void join_beginningFails_isForgotten() {
    SingleFlight<String> flights = new SingleFlight<>();
    ProgramId program = new ProgramId("p");

    CompletableFuture<String> answer = flights.join(
        program,
        "t",
        () -> {
          throw new IllegalStateException("not now");
        },
        Runnable::run);

    assertThatThrownBy(answer::join).hasRootCauseMessage("not now");
    assertThat(flights.size()).isZero();
  }
}
