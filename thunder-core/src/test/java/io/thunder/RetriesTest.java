package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import org.junit.jupiter.api.Test;

final class RetriesTest {

  private final RuntimeException busy = new BackendFailedException("busy", 503, null);
  private final RuntimeException refused = new BackendUnavailableException("refused", null);

  @Test
  void take_overloaded_costsThePrompt() {
    Retries retries = new Retries(10, 250);

    assertThat(retries.take(busy, 100)).isTrue();
    assertThat(retries.take(busy, 100)).isTrue();
    assertThat(retries.take(busy, 100)).isFalse();
    assertThat(retries.take(busy, 50)).as("what was refused cost nothing").isTrue();
    assertThat(retries.take(busy, 1)).isFalse();
  }

  @Test
  void take_unreached_isFreeOnce() {
    Retries retries = new Retries(10, 100);

    assertThat(retries.take(refused, 1_000)).isTrue();
    assertThat(retries.take(refused, 1_000)).isFalse();
    assertThat(retries.take(refused, 100)).isTrue();
    assertThat(retries.take(busy, 1)).isFalse();
  }

  @Test
  void take_oftenEnough_isRefused() {
    Retries retries = new Retries(2, 1_000);

    assertThat(retries.take(refused, 1)).isTrue();
    assertThat(retries.take(refused, 1)).isFalse();
  }

  @Test
  void take_whatNoOtherBackendDoesBetter_isRefused() {
    Retries retries = new Retries(10, 1_000);

    assertThat(retries.take(new BackendFailedException("broke", 200, null), 1)).isFalse();
    assertThat(retries.take(new RequestRejectedException("no model", 404), 1)).isFalse();
  }

  /** A prompt of 1,000 tokens. */
  @Test
  void turn_promptTooLongToBeSentTwiceMore_failsAfterTheSecondTime() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().attemptsMax(4).retryTokensMax(1_999), 4)) {
      bench.transport.otherwise(FakeTransport.fail(busy));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.LARGE)).isSameAs(busy);
      assertThat(bench.transport.calls).hasSize(2);

      assertThat(Await.failure(bench.client.chatAsync("q", ClientBench.LARGE))).isSameAs(busy);
      assertThat(bench.transport.calls).hasSize(4);
    }
  }

  @Test
  void retryTokensMax_negative_isRejected() {
    assertThatThrownBy(() -> ThunderClient.builder().retryTokensMax(-1))
        .hasMessageContaining("retryTokensMax");
  }
}
