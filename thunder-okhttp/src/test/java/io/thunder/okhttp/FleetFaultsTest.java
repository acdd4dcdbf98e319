package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.ThunderClient;
import io.thunder.ThunderSnapshot;
import io.thunder.ThunderSnapshot.BackendState;
import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatResponse;
import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.program.ProgramState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of engines that have programs, over real sockets; those of one turn are in a table. */
final class FleetFaultsTest {

  private static final String ANSWER = """
      {"choices":[{"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":20,"completion_tokens":4}}""";

  private final List<Engine> engines = new ArrayList<>();
  private final CountDownLatch lost = new CountDownLatch(1);
  private final List<ThunderEvent.CacheLost> losses = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    engines.forEach(engine -> engine.server.close());
  }

  @Test
  void restart_betweenTwoTurns_readsTheCapacityAnewAndHoldsNothing() throws Exception {
    try (ThunderClient thunder = client(1, Duration.ofMillis(20))) {
      chat(thunder, "p").get(10, TimeUnit.SECONDS);
      assertThat(thunder.snapshot().program("p").orElseThrow().state())
          .isEqualTo(ProgramState.ACTING);

      engines.get(0).restart(5_000);
      assertThat(lost.await(10, TimeUnit.SECONDS)).as("noticed").isTrue();

      ThunderSnapshot after = thunder.snapshot();
      assertThat(after.program("p").orElseThrow().state()).isEqualTo(ProgramState.PARKED);
      assertThat(after.backends()).extracting(BackendState::capacityTokens).containsOnly(5_000L);
      assertThat(chat(thunder, "p").get(10, TimeUnit.SECONDS).text()).isEqualTo("hi");
      assertThat(thunder.selfCheck()).isEmpty();
    }
  }

  @Test
  void restart_ofOneBehindARouter_isToldAndKeepsProgramsPlaced() throws Exception {
    engines.add(new Engine());
    engines.add(new Engine());
    Backend router = Backend.skyrl(engines.get(0).url());
    engines.get(0).servers =
        "{\"servers\":[\"" + engines.get(0).url() + "\",\"" + engines.get(1).url() + "\"]}";
    try (ThunderClient thunder = client(List.of(router), Duration.ofMillis(20))) {
      chat(thunder, "p").get(10, TimeUnit.SECONDS);

      engines.get(1).restart(2_000);
      assertThat(lost.await(10, TimeUnit.SECONDS)).as("noticed").isTrue();

      assertThat(losses).containsExactly(new ThunderEvent.CacheLost(router.id(), 0.5, 0));
      assertThat(thunder.snapshot().program("p").orElseThrow().state())
          .isEqualTo(ProgramState.ACTING);
      assertThat(thunder.selfCheck()).isEmpty();
    }
  }

  @Test
  void halfOfTheEngines_dieAtOnce_programsGoOnElsewhere() throws Exception {
    try (ThunderClient thunder = client(4, Duration.ofHours(1))) {
      assertThat(turns(thunder, 16)).containsOnly("hi");
      engines.get(0).server.close();
      engines.get(2).server.close();
      int before = sent();

      assertThat(turns(thunder, 16)).containsOnly("hi");

      assertThat(sent() - before).as("turns that the other two took").isEqualTo(16);
      assertThat(thunder.snapshot().backends())
          .allMatch(backend -> backend.turnsInFlight() == 0)
          .filteredOn(backend -> backend.health() == BackendHealth.UP)
          .extracting(BackendState::id)
          .contains(engines.get(1).backend().id(), engines.get(3).backend().id());
      assertThat(thunder.selfCheck()).isEmpty();
    }
  }

  private int sent() {
    return engines.stream().mapToInt(engine -> engine.turns.get()).sum();
  }

  /** One turn of each program, all at once. */
  private static List<String> turns(ThunderClient thunder, int programs) throws Exception {
    List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
    for (int i = 0; i < programs; i++) {
      answers.add(chat(thunder, "p" + i));
    }
    List<String> texts = new ArrayList<>();
    for (CompletableFuture<ChatResponse> answer : answers) {
      texts.add(answer.get(20, TimeUnit.SECONDS).text());
    }
    return texts;
  }

  private static CompletableFuture<ChatResponse> chat(ThunderClient thunder, String program) {
    return thunder.chatAsync(program, List.of(ChatMessage.user("Hello")));
  }

  private ThunderClient client(int count, Duration probeInterval) throws Exception {
    for (int i = 0; i < count; i++) {
      engines.add(new Engine());
    }
    return client(engines.stream().map(Engine::backend).toList(), probeInterval);
  }

  private ThunderClient client(List<Backend> backends, Duration probeInterval) throws Exception {
    CountDownLatch up = new CountDownLatch(backends.size());
    ThunderClient.Builder builder = ThunderClient.builder()
        .transport(OkHttpTransport.create())
        .probeInterval(probeInterval)
        .listener(new ThunderListener() {
          @Override
          public void onBackendChanged(ThunderEvent.BackendChanged event) {
            if (event.health() == BackendHealth.UP) {
              up.countDown();
            }
          }

          @Override
          public void onCacheLost(ThunderEvent.CacheLost event) {
            losses.add(event);
            lost.countDown();
          }
        });
    backends.forEach(builder::backend);
    ThunderClient thunder = builder.build();
    assertThat(up.await(10, TimeUnit.SECONDS)).as("all engines are up").isTrue();
    return thunder;
  }

  /** An engine that answers at once, and counts what it looked up. */
  private static final class Engine {

    final MockWebServer server = new MockWebServer();
    final AtomicInteger turns = new AtomicInteger();
    private volatile int capacity = 2_000;
    private volatile int lookups = 1_000;

    /** What it lists as a router. */
    volatile String servers = "";

    Engine() throws IOException {
      server.setDispatcher(new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
          return new MockResponse.Builder().body(page(request.getTarget())).build();
        }
      });
      server.start();
    }

    String url() {
      return server.url("/").toString();
    }

    Backend backend() {
      return Backend.vllm(url());
    }

    /** Forgets what it looked up, as a process that began anew. */
    void restart(int newCapacity) {
      capacity = newCapacity;
      lookups = 7;
    }

    private String page(String target) {
      return switch (target) {
        case "/health" -> "";
        case "/servers" -> servers;
        case "/metrics" ->
          "vllm:cache_config_info{block_size=\"16\",kv_cache_size_tokens=\"" + capacity
              + "\"} 1\nvllm:prefix_cache_queries_total " + lookups + "\n";
        default -> {
          turns.incrementAndGet();
          yield ANSWER;
        }
      };
    }
  }
}
