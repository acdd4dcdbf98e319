package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.TurnCancelledException;
import io.thunder.program.ProgramState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Turns of callers who wait for the answer. */
final class ThunderClientChatTest {

  @Test
  void chat_room_answersAndProgramActs() {
    try (ClientBench bench = new ClientBench(1)) {
      ChatResponse answer = bench.client.chat("p", ClientBench.SMALL);

      assertThat(answer.text()).isEqualTo("ok");
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
      ThunderSnapshot.ProgramView view = bench.client.snapshot().program("p").orElseThrow();
      assertThat(view.footprintTokens()).as("the engine's own count").isEqualTo(128);
      assertThat(view.turnsEnded()).isEqualTo(1);
    }
  }

  @Test
  void chat_messagesOnly_sendsThem() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.client.chat("p", ClientBench.SMALL.messages());

      assertThat(bench.transport.calls.get(0).request).isEqualTo(ClientBench.SMALL);
    }
  }

  @Test
  void chat_sameSystemPrompt_isCountedOnce() {
    try (ClientBench bench = new ClientBench(1)) {
      ChatMessage system = ChatMessage.system("x".repeat(4_000)); // 1,000 tokens of 1,600
      bench.transport.otherwise(FakeTransport.hang());
      Calling<ChatResponse> one = Calling.start(() -> bench.client.chat("one", task(system, 1)));
      Calling<ChatResponse> two = Calling.start(() -> bench.client.chat("two", task(system, 2)));
      Calling<ChatStream> three =
          Calling.start(() -> bench.client.stream("three", task(system, 3)));

      bench.transport.awaitCall(3); // all fit

      assertThat(bench.client.snapshot().waitingTurns()).isZero();
      bench.transport.calls.forEach(call -> call.answer("ok"));
      assertThat(one.value().text()).isEqualTo("ok");
      assertThat(two.value().text()).isEqualTo("ok");
      three.value().close();
    }
  }

  private static ChatRequest task(ChatMessage system, int number) {
    return ChatRequest.of(List.of(system, ChatMessage.user("task " + number)));
  }

  @Test
  void chat_noRoom_waitsUntilThereIs() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      bench.awaitWaiting(1);
      assertThat(bench.transport.calls).isEmpty();

      lease.close();
      bench.client.release("blocker");

      assertThat(call.value().text()).isEqualTo("ok");
    }
  }

  @Test
  void chat_backendFailsBeforeFirstByte_isTriedOnAnother() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.fail(new BackendFailedException("busy", 503, null)));

      assertThat(bench.client.chat("p", ClientBench.SMALL).text()).isEqualTo("ok");

      assertThat(bench.transport.calls).hasSize(2);
      assertThat(bench.transport.calls.get(1).backend.id())
          .as("the failed backend is avoided")
          .isNotEqualTo(bench.transport.calls.get(0).backend.id());
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_everyAttemptFails_stopsAtTheBoundWithTheLastFailure() {
    try (ClientBench bench = new ClientBench(ClientBench.builder().attemptsMax(2), 3)) {
      RuntimeException second = new BackendFailedException("second", 502, null);
      bench.transport.then(
          FakeTransport.fail(new BackendFailedException("first", 502, null)),
          FakeTransport.fail(second));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL)).isSameAs(second);

      assertThat(bench.transport.calls).hasSize(2);
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_requestRejected_isNotTriedAgain() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.fail(new RequestRejectedException("no model", 404)));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOf(RequestRejectedException.class);

      assertThat(bench.transport.calls).hasSize(1);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_failureAfterHeaders_isNotTriedAgain() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(FakeTransport.fail(new BackendFailedException("broke", 200, null)));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOf(BackendFailedException.class);

      assertThat(bench.transport.calls).hasSize(1);
    }
  }

  @Test
  void chat_transportThrowsWhatItMustNot_becomesBackendFailure() {
    try (ClientBench bench = new ClientBench(1)) {
      IllegalStateException bug = new IllegalStateException("bug");
      bench.transport.then(FakeTransport.fail(bug));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOf(BackendFailedException.class)
          .hasMessageContaining("b0")
          .hasCause(bug);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void turn_transportThrowsUndeclared_becomesBackendFailure() {
    try (ClientBench bench = new ClientBench(1)) {
      IOException undeclared = new IOException("as Kotlin code can");
      bench.transport.otherwise(call -> ClientBench.<RuntimeException>throwUndeclared(undeclared));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOf(BackendFailedException.class)
          .hasCause(undeclared);
      assertThatThrownBy(() -> bench.client.stream("p", ClientBench.SMALL))
          .isInstanceOf(BackendFailedException.class)
          .hasCause(undeclared);
      assertThatThrownBy(() -> bench.client.chatAsync("p", ClientBench.SMALL).join())
          .hasCauseInstanceOf(BackendFailedException.class)
          .hasRootCause(undeclared);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_interruptedWhileWaiting_throwsCancelledAndKeepsInterrupt() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.block();
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      bench.awaitWaiting(1);

      call.thread.interrupt();

      assertThat(call.failure())
          .isInstanceOf(TurnCancelledException.class)
          .hasMessageContaining("program p");
      assertThat(call.interruptedAfter).isTrue();
      lease.close();
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_interruptedWhileRunning_cancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      FakeTransport.Call sent = bench.transport.awaitCall(1);

      call.thread.interrupt();

      assertThat(call.failure()).isInstanceOf(TurnCancelledException.class);
      assertThat(call.interruptedAfter).isTrue();
      assertThat(sent.isOver()).isTrue();
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_releasedWhileWaiting_throwsProgramReleased() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.block();
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      bench.awaitWaiting(1);

      bench.client.release("p");

      assertThat(call.failure())
          .isInstanceOf(ProgramReleasedException.class)
          .hasMessageContaining("p");
      assertThat(bench.knows("p")).isFalse();
    }
  }

  @Test
  void chat_releasedWhileRunning_throwsProgramReleasedAndCancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      FakeTransport.Call sent = bench.transport.awaitCall(1);

      bench.client.release("p");

      assertThat(call.failure()).isInstanceOf(ProgramReleasedException.class);
      assertThat(sent.wasCancelled()).isTrue();
      assertThat(bench.knows("p")).isFalse();
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_noRoomWithinTimeout_throwsAdmissionTimeout() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().admissionTimeout(Duration.ofSeconds(30)), 1)) {
      TurnLease lease = bench.block();
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      bench.awaitWaiting(1);
      Await.parked(call.thread);

      bench.time.advance(Duration.ofSeconds(29));
      assertThat(call.result).isNotDone();
      bench.time.advance(Duration.ofSeconds(1));

      assertThat(call.failure())
          .isInstanceOf(AdmissionTimeoutException.class)
          .hasMessageContainingAll("PT30S", "program p");
      lease.close();
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void chat_admittedAfterWaiting_leavesNoTimeoutBehind() {
    try (ClientBench bench = new ClientBench(1)) {
      int before = bench.time.scheduled();
      TurnLease lease = bench.block();
      Calling<ChatResponse> call = Calling.start(() -> bench.client.chat("p", ClientBench.SMALL));
      bench.awaitWaiting(1);
      Await.parked(call.thread);

      lease.close();
      bench.client.release("blocker");
      call.value();

      assertThat(bench.time.scheduled()).isEqualTo(before);
    }
  }

  @Test
  void chat_withoutTransport_throwsIllegalState() {
    try (ThunderClient client =
        ThunderClient.builder().backend(ClientBench.backend("b0")).build()) {
      assertThatThrownBy(() -> client.chat("p", ClientBench.SMALL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("transport");
      assertThat(client.snapshot().programs()).isEmpty();
    }
  }

  @Test
  void chat_failures_neverShowPromptsOrHeaders() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().admissionTimeout(Duration.ofSeconds(1)), 1)) {
      var request = ClientBench.request("prompt-secret".repeat(2_000)).toBuilder()
          .header("Authorization", "header-secret")
          .build();
      Throwable tooLarge = Calling.start(() -> bench.client.chat("p", request)).failure();
      TurnLease lease = bench.block();
      var small = ClientBench.request("prompt-secret").toBuilder()
          .header("Authorization", "header-secret")
          .build();
      Calling<ChatResponse> waiting = Calling.start(() -> bench.client.chat("q", small));
      bench.awaitWaiting(1);
      Await.parked(waiting.thread);
      bench.time.advance(Duration.ofSeconds(1));
      Throwable timeout = waiting.failure();
      lease.close();

      for (Throwable failure : List.of(tooLarge, timeout)) {
        assertThat(failure).hasMessageNotContainingAny("prompt-secret", "header-secret");
      }
    }
  }
}
