package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.BackendFailedException;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A transport that returns nothing at all: no turn is lost, and no caller waits for ever. */
final class MissingAnswerTest {

  private final Silent transport = new Silent();
  private final ThunderClient client = ThunderClient.builder()
      .transport(transport)
      .timeSource(new ManualTime())
      .executor(Runnable::run)
      .backend(ClientBench.backend("b0"))
      .build();

  @Test
  void chat_noAnswer_endsTheTurn() {
    assertThatThrownBy(() -> client.chat("p", ClientBench.SMALL))
        .isInstanceOf(BackendFailedException.class);

    assertNoTurnInFlight();
  }

  @Test
  void chatAsync_noFuture_endsTheTurn() {
    assertThat(client.chatAsync("p", ClientBench.SMALL))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(BackendFailedException.class);

    assertNoTurnInFlight();
  }

  @Test
  void stream_noStream_endsTheTurn() {
    assertThatThrownBy(() -> client.stream("p", ClientBench.SMALL))
        .isInstanceOf(BackendFailedException.class);

    assertNoTurnInFlight();
  }

  @Test
  void addBackend_noReading_countsAsDown() {
    transport.answersProbes = false;

    client.addBackend(ClientBench.backend("b1"));

    assertThat(client.snapshot().backends().get(1).health()).isEqualTo(BackendHealth.DOWN);
  }

  private void assertNoTurnInFlight() {
    assertThat(client.snapshot().backends().get(0).turnsInFlight()).isZero();
    client.close();
  }

  private static final class Silent implements Transport {

    boolean answersProbes = true;

    @Override
    public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
      return null;
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(
        Backend backend, ChatRequest request, CancelSignal cancel) {
      return null;
    }

    @Override
    public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
      return null;
    }

    @Override
    public CompletableFuture<BackendReading> probe(Backend backend) {
      return answersProbes ? CompletableFuture.completedFuture(BackendReading.EMPTY) : null;
    }

    @Override
    public void close() {}
  }
}
