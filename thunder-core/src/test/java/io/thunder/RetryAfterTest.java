package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.BackendHealth;
import io.thunder.chat.ChatResponse;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a backend that has too much to do is asked again. */
final class RetryAfterTest {

  private static final Duration ASKED = Duration.ofSeconds(20);

  @Test
  void chat_askedToWait_isSentAgainWhenTheTimeIsOver() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.fail(busy(429, ASKED)));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      CompletableFuture<ChatResponse> other = bench.client.chatAsync("q", ClientBench.SMALL);

      bench.time.advance(ASKED.minusMillis(1));
      assertThat(bench.transport.calls).hasSize(1);

      bench.time.advance(Duration.ofSeconds(2));
      assertThat(Await.value(answer).text()).isEqualTo("ok");
      assertThat(Await.value(other).text()).isEqualTo("ok");
      bench.assertNoTurnLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void chat_loneBackendDoesNotSay_isNotSentAgainAtOnce(int status) {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.fail(busy(status, null)));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.time.advance(Duration.ofMillis(999));
      assertThat(bench.transport.calls).hasSize(1);

      bench.time.advance(Duration.ofSeconds(2));
      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
  }

  @Test
  void chat_lastAttemptAskedToWait_leavesTheBackendAloneAllTheSame() {
    try (ClientBench bench = new ClientBench(ClientBench.builder().attemptsMax(1), 1)) {
      bench.transport.then(FakeTransport.fail(busy(503, ASKED)));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOfSatisfying(
              BackendFailedException.class, e -> assertThat(e.retryAfter()).isEqualTo(ASKED));

      assertThat(health(bench)).isEqualTo(BackendHealth.RESTING);
    }
  }

  @Test
  void chat_askedToWaitForEver_waitsInBounds() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.fail(busy(503, Duration.ofSeconds(Long.MAX_VALUE))));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);

      bench.time.advance(Duration.ofSeconds(62));

      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
  }

  @Test
  void chat_otherFailure_restsNobody() {
    try (ClientBench bench = new ClientBench(1)) {
      bench.transport.then(FakeTransport.fail(busy(500, null)));

      assertThatThrownBy(() -> bench.client.chat("p", ClientBench.SMALL))
          .isInstanceOf(BackendFailedException.class);

      assertThat(health(bench)).isEqualTo(BackendHealth.UP);
    }
  }

  @Test
  void lease_askedToWait_leavesTheBackendAlone() {
    try (ClientBench bench = new ClientBench(1)) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));

      lease.fail(busy(429, ASKED));

      assertThat(health(bench)).isEqualTo(BackendHealth.RESTING);
      bench.time.advance(ASKED.plusSeconds(1));
      assertThat(health(bench)).isEqualTo(BackendHealth.UP);
    }
  }

  @Test
  void chat_allBackendsAreFull_isNotSentRoundAtOnce() {
    try (ClientBench bench = new ClientBench(2)) {
      bench.transport.then(
          FakeTransport.fail(busy(503, null)), FakeTransport.fail(busy(503, null)));
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      assertThat(bench.transport.calls)
          .extracting(call -> call.backend.id())
          .doesNotHaveDuplicates();
      assertThat(bench.transport.calls).hasSize(2);

      bench.time.advance(Duration.ofSeconds(2));

      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
  }

  @Test
  void chat_waitedBeforeItFailed_waitsOnlyTheRestAfterwards() {
    ThunderClient.Builder patient = ClientBench.builder().admissionTimeout(Duration.ofSeconds(30));
    try (ClientBench bench = new ClientBench(patient, 1)) {
      TurnLease blocker = bench.block();
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      bench.time.advance(Duration.ofSeconds(25));
      bench.transport.then(FakeTransport.fail(busy(503, Duration.ofMinutes(1))));
      blocker.close();

      bench.time.advance(Duration.ofSeconds(4));
      assertThat(answer).isNotDone();
      bench.time.advance(Duration.ofSeconds(2));

      assertThatThrownBy(() -> Await.value(answer))
          .hasRootCauseInstanceOf(AdmissionTimeoutException.class);
    }
  }

  private static BackendHealth health(ClientBench bench) {
    return bench.client.snapshot().backends().get(0).health();
  }

  private static BackendFailedException busy(int status, Duration retryAfter) {
    return new BackendFailedException("busy", status, retryAfter, null);
  }
}
