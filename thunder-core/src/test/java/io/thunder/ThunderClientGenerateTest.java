package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.error.RequestRejectedException;
import io.thunder.program.ProgramState;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Turns in tokens are turns as others are; their prompts are as long as they are. */
final class ThunderClientGenerateTest {

  private static final TokenRequest SMALL = request(3);

  @Test
  void generate_room_answersAndCountsTheTurn() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.answer("four five5"));

      TokenResponse response = bench.client.generate("p", SMALL);

      assertThat(response.tokenIds()).isEqualTo(TokenIds.of(4, 5));
      assertThat(bench.transport.calls.get(0).request.messages().get(0).content())
          .isEqualTo("[7, 7, 7]");
      assertThat(bench.state("p")).isEqualTo(ProgramState.ACTING);
      assertThat(bench.client.snapshot().program("p").orElseThrow().footprintTokens())
          .as("100 prompt and 20 completion tokens, in blocks of 16")
          .isEqualTo(128);
    }
  }

  @Test
  void generate_ofAnyLength_takesExactlyItsTokens() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.otherwise(FakeTransport.hang());

      CompletableFuture<TokenResponse> first = bench.client.generateAsync("p", request(800));
      CompletableFuture<TokenResponse> second = bench.client.generateAsync("q", request(800));
      CompletableFuture<TokenResponse> third = bench.client.generateAsync("r", request(16));

      assertThat(bench.transport.calls).as("1,600 tokens of room").hasSize(2);
      assertThat(bench.client.snapshot().waitingTurns()).isEqualTo(1);
      assertThat(Await.failure(bench.client.generateAsync("s", request(1_601))))
          .isInstanceOf(ProgramTooLargeException.class);
      first.cancel(true);
      second.cancel(true);
      third.cancel(true);
    }
  }

  @Test
  void generateOnce_sameTurnTwice_isSentOnce() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<TokenResponse> first = bench.client.generateOnceAsync("p", "t", SMALL);
      CompletableFuture<TokenResponse> second = bench.client.generateOnceAsync("p", "t", SMALL);

      bench.transport.awaitCall(1).answer("four");

      assertThat(Await.value(first)).isSameAs(Await.value(second));
      assertThat(bench.client.generateOnce("p", "t", SMALL).tokenIds().size())
          .as("answered, and so asked anew")
          .isPositive();
      assertThat(bench.transport.calls).hasSize(2);
    }
  }

  @Test
  void generateOnce_nameOfAChat_isAnotherTurn() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.otherwise(FakeTransport.hang());
      var chat = bench.client.chatOnceAsync("p", "t", ClientBench.SMALL);
      var tokens = bench.client.generateOnceAsync("p", "t", SMALL);

      assertThat(bench.transport.calls).hasSize(2);
      chat.cancel(true);
      tokens.cancel(true);
    }
  }

  @Test
  void generate_backendUnreachable_isTriedOnAnother() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(
          FakeTransport.fail(new BackendUnavailableException("refused", null)),
          FakeTransport.answer("ok"),
          FakeTransport.fail(new BackendFailedException("busy", 503, null)));

      bench.client.generate("p", SMALL);
      Await.value(bench.client.generateAsync("q", SMALL));

      assertThat(bench.transport.calls).hasSize(4);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void generate_refused_isNotTriedAgain() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.otherwise(FakeTransport.fail(new RequestRejectedException("no", 400)));

      assertThatThrownBy(() -> bench.client.generate("p", SMALL))
          .isInstanceOf(RequestRejectedException.class);
      assertThat(bench.transport.calls).hasSize(1);
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void generateAsync_released_failsTheFutureAndCancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());
      CompletableFuture<TokenResponse> answer = bench.client.generateAsync("p", SMALL);

      bench.client.release("p");

      assertThat(Await.failure(answer)).isInstanceOf(ProgramReleasedException.class);
      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
    }
  }

  @Test
  void generateAsync_cancelled_cancelsTheCall() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.hang());

      bench.client.generateAsync("p", SMALL).cancel(true);

      assertThat(bench.transport.calls.get(0).wasCancelled()).isTrue();
      bench.assertNoTurnLeft();
    }
  }

  @Test
  void generate_behindARouter_namesTheProgram() {
    try (ClientBench bench = new ClientBench(0)) {
      bench.client.addBackend(Backend.skyrl("http://router:8080").withCapacityTokens(1_600));

      bench.client.generate("p-1", SMALL);
      Await.value(bench.client.generateAsync("p-1", SMALL));

      assertThat(bench.transport.calls).hasSize(2).allSatisfy(call -> assertThat(
              call.request.headers())
          .containsEntry("X-Session-ID", "p-1"));
    }
  }

  @Test
  void generate_groupWithACommonPrompt_countsItOnce() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.otherwise(FakeTransport.hang());
      TokenRequest rollout =
          TokenRequest.builder(TokenIds.of(new int[800])).sharedPrefix(800).build();

      for (int i = 0; i < 8; i++) {
        assertThat(bench.client.generateAsync("rollout-" + i, rollout)).isNotDone();
      }

      assertThat(bench.client.snapshot().waitingTurns()).isZero();
    }
  }

  @Test
  void generate_transportWithoutTokens_saysWhatToDo() {
    try (ThunderClient client = ThunderClient.builder()
        .transport(new TextOnly())
        .backend(ClientBench.backend("b0"))
        .build()) {
      assertThatThrownBy(() -> client.generate("p", SMALL))
          .isInstanceOf(RequestRejectedException.class)
          .hasMessageContaining("b0")
          .hasMessageContaining("use chat()");
      assertThat(Await.failure(client.generateAsync("p", SMALL)))
          .isInstanceOf(RequestRejectedException.class);
    }
  }

  @Test
  void generate_byAHandle_isItsProgramsTurn() {
    try (ClientBench bench = new ClientBench(1)) {
      Program program = bench.client.program("p");
      program.generate(SMALL);
      assertThat(Await.value(program.generateAsync(SMALL)).finishReason()).isEqualTo("stop");
      assertThat(bench.client.snapshot().program("p").orElseThrow().turnsEnded())
          .isEqualTo(2);

      program.close();

      assertThatThrownBy(() -> program.generate(SMALL)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> program.generateAsync(SMALL))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static TokenRequest request(int tokens) {
    int[] prompt = new int[tokens];
    java.util.Arrays.fill(prompt, 7);
    return TokenRequest.builder(TokenIds.of(prompt)).build();
  }
}
