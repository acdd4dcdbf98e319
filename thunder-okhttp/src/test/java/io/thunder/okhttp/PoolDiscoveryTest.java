package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.ThunderPools;
import io.thunder.backend.Backend;
import io.thunder.backend.ModelPool;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.error.BackendUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools as servers list their models. */
final class PoolDiscoveryTest {

  private static final String ANSWER = """
      {"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
      "message":{"role":"assistant","content":"ok"}}],
      "usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}}""";

  private final List<MockWebServer> servers = new ArrayList<>();
  private final OkHttpTransport transport = OkHttpTransport.builder()
      .apiKey("sk-secret-key")
      .probeTimeout(Duration.ofSeconds(30))
      .build();

  private MockWebServer one;
  private MockWebServer two;
  private MockWebServer three;

  @BeforeEach
  void start() throws IOException {
    one = server();
    two = server();
    three = server();
  }

  @AfterEach
  void close() {
    transport.close();
    servers.forEach(MockWebServer::close);
  }

  private MockWebServer server() throws IOException {
    MockWebServer server = new MockWebServer();
    server.start();
    servers.add(server);
    return server;
  }

  /** Has a server list models, and answer turns. */
  private static void serves(MockWebServer server, String... models) {
    serves(server, page(models));
  }

  private static void serves(MockWebServer server, MockResponse page) {
    server.setDispatcher(new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return switch (request.getTarget()) {
          case "/v1/models" -> page;
          case "/v1/chat/completions" -> new MockResponse.Builder().body(ANSWER).build();
          default -> new MockResponse.Builder().code(404).build();
        };
      }
    });
  }

  private static MockResponse page(String... models) {
    String data = Arrays.stream(models)
        .map(model -> "{\"id\":\"" + model + "\",\"object\":\"model\",\"parent\":null}")
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
    return new MockResponse.Builder().body(data).build();
  }

  private static Backend backend(MockWebServer server) {
    return Backend.openAi(server.url("/").toString()).withCapacityTokens(10_000);
  }

  private List<ModelPool> discover() {
    return transport.pools(List.of(backend(one), backend(two), backend(three))).join();
  }

  @Test
  void pools_sameModelsInAnyOrder_areOnePool() {
    serves(one, "base", "sql", "base");
    serves(two, "other");
    serves(three, "sql", "", "base");

    assertThat(discover())
        .containsExactly(
            new ModelPool(List.of("base", "sql"), List.of(backend(one), backend(three))),
            new ModelPool(List.of("other"), List.of(backend(two))));
  }

  @Test
  void pools_found_serveTurnsOfTheirModels() throws Exception {
    serves(one, "large");
    serves(two, "small", "small-sql");
    serves(three, "small", "small-sql");
    try (ThunderPools pools = ThunderPools.builder()
        .transport(transport)
        .pools(discover())
        .alias("sql", "small-sql")
        .defaultModel("large")
        .build()) {
      pools.chat("p", List.of(ChatMessage.user("hello")));
      pools.chat(
          "p",
          ChatRequest.builder().model("sql").message(ChatMessage.user("hello")).build());

      assertThat(pools.models()).containsExactly("large", "small", "small-sql");
    }

    assertThat(turns(one)).singleElement().asString().contains("\"model\":\"large\"");
    List<String> small = turns(two);
    small.addAll(turns(three));
    assertThat(small).singleElement().asString().contains("\"model\":\"small-sql\"");
  }

  private static List<String> turns(MockWebServer server) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      RecordedRequest request = server.takeRequest();
      if (request.getTarget().equals("/v1/chat/completions") && request.getBody() != null) {
        bodies.add(request.getBody().utf8());
      }
    }
    return bodies;
  }

  @Test
  void pools_backends_areAskedAtOnceWithCredentials() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3); // nobody answers before all are asked
    for (MockWebServer server : servers) {
      server.setDispatcher(new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
          try {
            together.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            return new MockResponse.Builder().code(500).build();
          }
          return page("m");
        }
      });
    }

    assertThat(discover()).hasSize(1);

    assertThat(one.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer sk-secret-key");
  }

  @Test
  void pools_someDoNotSay_namesThem() {
    serves(one, "m");
    serves(two, new MockResponse.Builder().code(503).build());
    serves(three);

    assertThatThrownBy(this::discover)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessage("2 of 3 backends did not say what they serve: backend "
            + backend(two).id()
            + " is not healthy: /v1/models: status 503; backend "
            + backend(three).id()
            + " is not healthy: /v1/models lists no model");
  }

  @Test
  void pools_silentBackend_isGivenUpAfterTheProbeTimeout() {
    serves(
        one,
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    try (OkHttpTransport impatient =
        OkHttpTransport.builder().probeTimeout(Duration.ofMillis(200)).build()) {
      assertThatThrownBy(() -> impatient.pools(List.of(backend(one))).join())
          .cause()
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("1 of 1 backends")
          .hasMessageContaining(backend(one).id().value());
    }
  }

  @Test
  void pools_manyFailures_boundsTheMessage() {
    serves(one, new MockResponse.Builder().code(500).build());

    assertThatThrownBy(
            () -> transport.pools(Collections.nCopies(20, backend(one))).join())
        .cause()
        .hasMessageStartingWith("20 of 20 backends")
        .hasMessageEndingWith("; and 12 more");
  }

  @Test
  void pools_onlySomeModelsInCommon_namesBothBackends() {
    serves(one, "base");
    serves(two, "other");
    serves(three, "base", "sql");

    assertThatThrownBy(this::discover)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("backends "
            + backend(one).id()
            + " and "
            + backend(three).id()
            + " both serve 'base', but only "
            + backend(three).id()
            + " serves 'sql': a pool needs backends that serve the same models");
  }

  @Test
  void pools_noBackends_areRefused() {
    assertThatThrownBy(() -> transport.pools(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
