package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatResponse;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.QueueFullException;
import io.thunder.error.RequestRejectedException;
import io.thunder.program.ProgramState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Turns of callers who do not wait. */
final class ThunderClientAsyncTest {

  @Test
  void chatAsync_room_answers() {
    try (ClientBench bench = new ClientBench(1)) {
      assertThat(Await.value(bench.client.chatAsync("p", ClientBench.SMALL)).text())
          .isEqualTo("ok");
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
    }
  }

  @Test
  void chatAsync_noRoom_answersOnceThereIs() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      assertThat(bench.client.snapshot().waitingTurns()).isEqualTo(1);

      lease.close();
      bench.client.release("blocker");

      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
  }

  @Test
  void chatAsync_backendUnreachable_isTriedOnAnother() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.fail(new BackendUnavailableException("refused", null)));

      assertThat(Await.value(bench.client.chatAsync("p", ClientBench.SMALL)).text())
          .isEqualTo("ok");

      assertThat(bench.transport.calls.get(1).backend.id())
          .isNotEqualTo(bench.transport.calls.get(0).backend.id());
    }
  }

  @Test
  void chatAsync_everyAttemptFails_stopsAtTheBound() {
    try (ClientBench bench = new ClientBench(4)) {
      bench.transport.otherwise(FakeTransport.fail(new BackendFailedException("busy", 503, null)));

      assertThat(Await.failure(bench.client.chatAsync("p", ClientBench.SMALL)))
          .isInstanceOf(BackendFailedException.class);

      assertThat(bench.transport.calls).as("the default bound").hasSize(3);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chatAsync_requestRejected_isNotTriedAgain() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.fail(new RequestRejectedException("too long", 400)));

      assertThat(Await.failure(bench.client.chatAsync("p", ClientBench.SMALL)))
          .isInstanceOf(RequestRejectedException.class);
      assertThat(bench.transport.calls).hasSize(1);
    }
  }

  @Test
  void chatAsync_transportThrows_failsTheFutureAndEndsTheTurn() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(call -> {
        throw new IllegalStateException("a transport that breaks its contract");
      });

      assertThat(Await.failure(bench.client.chatAsync("p", ClientBench.SMALL)))
          .isInstanceOf(BackendFailedException.class);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chatAsync_transportThrowsAfterWaiting_failsTheFutureAndEndsTheTurn() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      bench.transport.then(call -> {
        throw new IllegalStateException("a transport that breaks its contract");
      });
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      lease.close();
      bench.client.release("blocker");

      assertThat(Await.failure(answer)).isInstanceOf(BackendFailedException.class);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chatAsync_withoutTransport_failsTheFuture() {
    try (ThunderClient client =
        ThunderClient.builder().backend(ClientBench.backend("b0")).build()) {
      assertThat(Await.failure(client.chatAsync("p", ClientBench.SMALL)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void cancel_waiting_leavesThePool() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      answer.cancel(true);

      assertThat(bench.client.snapshot().waitingTurns()).isZero();
      lease.close();
      bench.client.release("blocker");
      assertThat(bench.transport.calls).isEmpty();
    }
  }

  @Test
  void cancel_running_cancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      answer.cancel(true);

      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void cancel_whileTheFirstAttemptFails_doesNotTryAgain() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      FakeTransport.Call first = bench.transport.calls.get(0);
      first.cancel.onCancel(
          () -> first.fail(new BackendFailedException("failed just then", 503, null)));

      answer.cancel(true);

      assertThat(bench.transport.calls).hasSize(1);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void orTimeout_waiting_leavesThePool() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      assertThat(Await.failure(answer.orTimeout(1, TimeUnit.MILLISECONDS)))
          .isInstanceOf(TimeoutException.class);

      bench.awaitWaiting(0);
      lease.close();
    }
  }

  @Test
  void complete_byTheCallerWhileRunning_cancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      answer.complete(null);

      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void release_waiting_failsTheFuture() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.block();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.client.release("p");

      assertThat(Await.failure(answer)).isInstanceOf(ProgramReleasedException.class);
    }
  }

  @Test
  void release_running_failsTheFutureAndCancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.client.release("p");

      assertThat(Await.failure(answer)).isInstanceOf(ProgramReleasedException.class);
      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
    }
  }

  @Test
  void chatAsync_noRoomWithinTimeout_failsTheFuture() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().admissionTimeout(Duration.ofSeconds(5)), 1)) {
      bench.block();
      int before = bench.time.scheduled();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.time.advance(Duration.ofSeconds(5));

      assertThat(Await.failure(answer)).isInstanceOf(AdmissionTimeoutException.class);
      assertThat(bench.time.scheduled()).isEqualTo(before);
    }
  }

  @Test
  void chatAsync_queueFull_failsTheFuture() {
    try (ClientBench bench = new ClientBench(ClientBench.builder().waitingTurnsMax(1), 1)) {
      bench.block();
      CompletableFuture<ChatResponse> waiting = bench.client.chatAsync("p", ClientBench.SMALL);

      assertThat(waiting).isNotDone();
      assertThat(Await.failure(bench.client.chatAsync("q", ClientBench.SMALL)))
          .isInstanceOf(QueueFullException.class);
    }
  }

  /** Each answer lets the next turn in, whose answer comes while the first is still being handed on. */
  @Test
  void chatAsync_longRowOfTurnsAnsweredAtOnce_needsNoDeepStack() {
    int turns = 20_000;
    try (ClientBench bench = new ClientBench(ClientBench.builder().executor(Runnable::run), 1)) {
      TurnLease blocker = bench.block();
      List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
      for (int i = 0; i < turns; i++) {
        String program = "p" + i;
        answers.add(bench.client.chatAsync(program, ClientBench.LARGE).thenApply(answer -> {
          bench.client.release(program);
          return answer;
        }));
      }

      blocker.close();
      bench.client.release("blocker");

      assertThat(answers).allMatch(CompletableFuture::isDone);
      assertThat(answers).noneMatch(CompletableFuture::isCompletedExceptionally);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chatAsync_timerThatCannotBeCancelled_isAnsweredAllTheSame() {
    FailingTime time = new FailingTime();
    ThunderClient client = ClientBench.builder()
        .transport(new FakeTransport())
        .timeSource(time)
        .backend(ClientBench.backend("b0"))
        .build();
    try (client) {
      TurnLease blocker = client.admit("blocker", TurnDemand.ofTokens(1_600));
      CompletableFuture<ChatResponse> answer = client.chatAsync("p", ClientBench.LARGE);
      time.cancelFails.set(true);

      blocker.cancel();
      client.release("blocker");

      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
    assertThat(time.manual.scheduled()).as("ticks and probes are over").isZero();
  }

  @Test
  void chatAsync_clockThatSetsNoTimers_failsAndLeavesNoTurn() {
    FailingTime time = new FailingTime();
    try (ThunderClient client = ClientBench.builder()
        .transport(new FakeTransport())
        .timeSource(time)
        .backend(ClientBench.backend("b0"))
        .build()) {
      TurnLease blocker = client.admit("blocker", TurnDemand.ofTokens(1_600));
      time.full.set(true);

      CompletableFuture<ChatResponse> answer = client.chatAsync("p", ClientBench.LARGE);
      CompletableFuture<TurnLease> lease = client.admitAsync("p", TurnDemand.ofTokens(1_600));

      assertThatThrownBy(() -> Await.value(answer)).hasRootCauseMessage("no more timers");
      assertThatThrownBy(() -> Await.value(lease)).hasRootCauseMessage("no more timers");
      assertThat(client.snapshot().waitingTurns()).isZero();
      blocker.close();
    }
  }

  @Test
  void chatAsync_executorThatRefuses_completesAllTheSame() {
    ExecutorService stopped = Executors.newSingleThreadExecutor();
    stopped.shutdown();
    assertThatThrownBy(() -> stopped.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    try (ClientBench bench = new ClientBench(ClientBench.builder().executor(stopped), 1)) {
      assertThat(Await.value(bench.client.chatAsync("p", ClientBench.SMALL)).text())
          .isEqualTo("ok");
    }
  }

  @Test
  void chatAsync_executorThatFails_completesAllTheSame() {
    Executor broken = task -> {
      throw new OutOfMemoryError("unable to create a thread");
    };
    try (ClientBench bench = new ClientBench(ClientBench.builder().executor(broken), 1)) {
      assertThat(Await.value(bench.client.chatAsync("p", ClientBench.SMALL)).text())
          .isEqualTo("ok");
    }
  }

  @Test
  void execute_executorFailsAfterItTookTheTask_runsItOnce() {
    List<Runnable> kept = new ArrayList<>();
    List<String> run = new ArrayList<>();
    Executor broken = task -> {
      kept.add(task);
      throw new IllegalStateException("thrown by an executor");
    };

    new CallerRunsExecutor(broken).execute(() -> run.add("task"));
    kept.forEach(Runnable::run);

    assertThat(run).containsExactly("task");
  }
}
