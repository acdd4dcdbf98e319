package io.thunder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendSource;
import io.thunder.chat.ChatResponse;
import io.thunder.error.BackendUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backends come and go as a source says. */
final class DiscoveryTest {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** What the source answers next; replaced by the tests. */
  private BackendSource source = BackendSource.fixed();

  private int asked;

  private List<Backend> ask() throws Exception {
    asked++;
    return source.backends();
  }

  private ThunderClient.Builder builder(Executor executor) {
    return ClientBench.builder().executor(executor).backends(this::ask, INTERVAL);
  }

  private ClientBench bench(String... listed) {
    lists(listed);
    return new ClientBench(builder(Runnable::run), 0);
  }

  private void lists(String... ids) {
    source = BackendSource.fixed(Stream.of(ids).map(ClientBench::backend).toArray(Backend[]::new));
  }

  private static List<String> ids(ClientBench bench) {
    return bench.client.snapshot().backends().stream()
        .map(backend -> backend.id().value())
        .toList();
  }

  private static ThunderSnapshot.BackendState only(ClientBench bench) {
    List<ThunderSnapshot.BackendState> all = bench.client.snapshot().backends();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void build_source_addsAndProbesItsBackends() {
    try (ClientBench bench = bench("a", "b")) {
      assertThat(ids(bench)).containsExactly("a", "b");
      assertThat(bench.client.snapshot().backends())
          .allMatch(backend -> backend.health() == BackendHealth.UP);
    }
  }

  @Test
  void advance_interval_asksOnceEach() {
    try (ClientBench bench = bench("a")) {
      assertThat(asked).isEqualTo(1);
      bench.time.advance(INTERVAL.minusNanos(1));
      assertThat(asked).isEqualTo(1);
      bench.time.advance(Duration.ofNanos(1));
      assertThat(asked).isEqualTo(2);
      bench.time.advance(INTERVAL.multipliedBy(3));
      assertThat(asked).isEqualTo(5);
    }
  }

  @Test
  void builder_intervalNotGiven_isFiveSeconds() {
    try (ClientBench bench =
        new ClientBench(ClientBench.builder().executor(Runnable::run).backends(this::ask), 0)) {
      bench.time.advance(Duration.ofSeconds(5).minusNanos(1));
      assertThat(asked).isEqualTo(1);
      bench.time.advance(Duration.ofNanos(1));
      assertThat(asked).isEqualTo(2);
    }
  }

  @Test
  void builder_intervalOfZero_isRefused() {
    assertThatThrownBy(() -> ThunderClient.builder().backends(source, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval");
  }

  @Test
  void advance_otherBackends_comeAndGo() {
    try (ClientBench bench = bench("a", "b")) {
      lists("c", "b");

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("b", "c");
      bench.transport.probed.clear();
      bench.time.advance(Duration.ofSeconds(10));
      assertThat(bench.transport.probed)
          .containsOnly(ClientBench.backend("b"), ClientBench.backend("c"));
    }
  }

  @Test
  void advance_otherOrder_movesNothing() {
    try (ClientBench bench = bench("a", "b")) {
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      lists("b", "a");

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("a", "b");
      assertThat(bench.client.snapshot().program("p").orElseThrow().backend())
          .isEqualTo(lease.backend().id());
      assertThat(bench.transport.probed).as("nothing was added again").hasSize(2);
      lease.close();
    }
  }

  @Test
  void advance_otherCapacity_isTakenOver() {
    try (ClientBench bench = bench("a")) {
      source = BackendSource.fixed(ClientBench.backend("a").withCapacityTokens(500));

      bench.time.advance(INTERVAL);

      assertThat(only(bench).capacityTokens()).isEqualTo(500);
      assertThat(only(bench).health()).isEqualTo(BackendHealth.UP);
    }
  }

  @Test
  void advance_otherUrlWhileATurnRuns_isTakenOverAfterIt() {
    try (ClientBench bench = bench("a")) {
      Backend moved = Backend.vllm("http://elsewhere:8000").withId("a").withCapacityTokens(1_600);
      TurnLease lease = bench.client.admit("p", TurnDemand.ofTokens(100));
      source = BackendSource.fixed(moved);

      bench.time.advance(INTERVAL);
      assertThat(only(bench).health()).isEqualTo(BackendHealth.DRAINING);
      source = () -> {
        throw new IOException("not now");
      };
      lease.close();
      bench.time.advance(INTERVAL);

      bench.client.chat("p", ClientBench.SMALL);
      assertThat(bench.transport.awaitCall(1).backend).isEqualTo(moved);
    }
  }

  static Stream<BackendSource> failures() {
    return Stream.of(
        () -> {
          throw new IOException("thrown by a source");
        },
        () -> {
          throw new AssertionError("thrown by a source");
        },
        () -> null,
        () -> Arrays.asList(ClientBench.backend("b"), null),
        BackendSource.fixed(
            ClientBench.backend("b"), ClientBench.backend("b").withCapacityTokens(7)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void advance_sourceFails_keepsTheLastListAndWarnsOnce(BackendSource failing) {
    try (ClientBench bench = bench("a");
        Logged warnings = new Logged(Level.WARNING, "source of backends")) {
      source = failing;
      bench.time.advance(INTERVAL.multipliedBy(3));
      assertThat(ids(bench)).containsExactly("a");
      assertThat(warnings.heard()).hasSize(1);

      lists("b");
      bench.time.advance(INTERVAL);
      assertThat(ids(bench)).containsExactly("b");

      source = failing;
      bench.time.advance(INTERVAL.multipliedBy(2));
      assertThat(ids(bench)).containsExactly("b");
      assertThat(warnings.heard())
          .as("once per failure that was recovered from")
          .hasSize(2);
    }
  }

  @Test
  void advance_emptyList_removesAll() {
    try (ClientBench bench = bench("a", "b");
        Logged warnings = new Logged(Level.WARNING, "source of backends")) {
      lists();

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).isEmpty();
      assertThat(warnings.heard()).isEmpty();
    }
  }

  @Test
  void ask_interrupted_keepsTheInterrupt() {
    source = () -> {
      throw new InterruptedException("thrown by a source");
    };
    try (ClientBench bench = new ClientBench(builder(Runnable::run), 0)) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(ids(bench)).isEmpty();
    }
  }

  @Test
  void advance_backendsAddedByHand_areLeftAlone() {
    lists("by-source", "b0");
    try (ClientBench bench = new ClientBench(builder(Runnable::run), 1)) {
      bench.client.addBackend(ClientBench.backend("by-hand"));
      assertThat(ids(bench)).containsExactly("b0", "by-source", "by-hand");

      lists();
      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("b0", "by-hand");
    }
  }

  @Test
  void advance_listedBackendRemovedByHand_isThereAgain() {
    try (ClientBench bench = bench("a")) {
      bench.remove("a");
      assertThat(ids(bench)).isEmpty();

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("a");
    }
  }

  @Test
  void advance_listedBackendReplacedByHand_isNoLongerTheSources() {
    try (ClientBench bench = bench("a")) {
      bench.remove("a");
      bench.client.addBackend(ClientBench.backend("a"));
      lists();

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("a");
    }
  }

  @Test
  void advance_twoSources_shareAnId() {
    lists("a", "b");
    try (ClientBench bench = new ClientBench(
        builder(Runnable::run).backends(BackendSource.fixed(ClientBench.backend("b")), INTERVAL),
        0)) {
      assertThat(ids(bench)).containsExactly("a", "b");

      lists("a");
      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("a", "b");
    }
  }

  @Test
  void advance_sourceThinksForLong_isAskedOneQuestionAtATime() {
    Queue<Runnable> threads = new ArrayDeque<>();
    lists("a");
    try (ClientBench bench = new ClientBench(builder(threads::add), 0)) {
      bench.time.advance(INTERVAL.multipliedBy(3));
      assertThat(asked).as("neither the engine nor a timer asks").isZero();
      assertThat(threads).hasSize(1);

      threads.remove().run();
      assertThat(ids(bench)).containsExactly("a");
      bench.time.advance(INTERVAL);
      assertThat(threads).hasSize(1);
    }
  }

  @Test
  void advance_executorRefuses_asksLater() {
    boolean[] full = {true};
    Executor executor = task -> {
      if (full[0]) {
        throw new RejectedExecutionException("full");
      }
      task.run();
    };
    lists("a");
    try (ClientBench bench = new ClientBench(builder(executor), 0)) {
      assertThat(asked).isZero();
      full[0] = false;

      bench.time.advance(INTERVAL);

      assertThat(ids(bench)).containsExactly("a");
    }
  }

  @Test
  void chatAsync_beforeTheFirstList_waitsForIt() {
    Queue<Runnable> threads = new ArrayDeque<>();
    lists("a");
    try (ClientBench bench = new ClientBench(builder(threads::add), 0)) {
      CompletableFuture<ChatResponse> answer = bench.client.chatAsync("p", ClientBench.SMALL);
      assertThat(answer).isNotDone();

      while (!threads.isEmpty()) {
        threads.remove().run();
      }

      assertThat(Await.value(answer).text()).isEqualTo("ok");
    }
  }

  @Test
  void chatAsync_allBackendsGone_waitsForOneAndFailsInTheEnd() {
    try (ClientBench bench = bench("a")) {
      lists();
      bench.time.advance(INTERVAL);
      CompletableFuture<ChatResponse> lucky = bench.client.chatAsync("p", ClientBench.LARGE);
      lists("b");
      bench.time.advance(INTERVAL);
      assertThat(Await.value(lucky).text()).isEqualTo("ok");

      lists();
      bench.time.advance(INTERVAL);
      CompletableFuture<ChatResponse> unlucky = bench.client.chatAsync("p", ClientBench.SMALL);
      bench.time.advance(Duration.ofSeconds(9));
      assertThat(unlucky).isNotDone();
      bench.time.advance(Duration.ofSeconds(2));
      assertThat(Await.failure(unlucky)).isInstanceOf(BackendUnavailableException.class);
    }
  }

  @Test
  void close_client_asksNoMore() {
    Queue<Runnable> threads = new ArrayDeque<>();
    ClientBench bench = new ClientBench(builder(threads::add), 0);

    bench.close();
    threads.forEach(Runnable::run);
    bench.time.advance(INTERVAL.multipliedBy(3));

    assertThat(asked).isZero();
    assertThat(bench.time.scheduled()).isZero();
  }

  @Test
  void close_whileTheSourceThinks_addsNothing() {
    ThunderClient[] client = new ThunderClient[1];
    ClientBench bench = bench("a");
    client[0] = bench.client;
    source = () -> {
      client[0].close();
      return List.of(ClientBench.backend("b"));
    };

    bench.time.advance(INTERVAL);

    assertThat(ids(bench)).doesNotContain("b");
    assertThat(bench.transport.probed).extracting(Backend::id).doesNotContain(new BackendId("b"));
    assertThat(bench.time.scheduled()).isZero();
  }
}
