package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of each kind of engine, and what its answers are taken for. */
final class OkHttpEnginesTest {

  private static final String VLLM = """
      vllm:num_requests_running{engine="0"} 3.0
      vllm:num_requests_running{engine="1"} 5.0
      vllm:num_requests_waiting{engine="0"} 1.0
      vllm:kv_cache_usage_perc{engine="0"} 0.5
      vllm:kv_cache_usage_perc{engine="1"} 0.25
      vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="202"} 1.0
      vllm:cache_config_info{block_size="16",engine="1",num_gpu_blocks="202"} 1.0
      """;

  private static final String LOADS = """
      {"loads":[{"dp_rank":0,"num_running_reqs":2,"num_waiting_reqs":1,"num_used_tokens":10,
                 "max_total_num_tokens":1000}]}
      """;

  private final MockWebServer engine = new MockWebServer();
  private final MockWebServer second = new MockWebServer();
  private final Map<String, MockResponse> pages = new HashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final OkHttpTransport transport =
      OkHttpTransport.builder().apiKey("sk-secret-key").build();

  @BeforeEach
  void start() throws IOException {
    for (MockWebServer server : List.of(engine, second)) {
      server.setDispatcher(new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
          String target = (server == second ? "second " : "") + request.getTarget();
          asked.add(target + " " + request.getHeaders().get("Authorization"));
          return pages.getOrDefault(target, new MockResponse.Builder().code(404).build());
        }
      });
      server.start();
    }
  }

  @AfterEach
  void stop() throws IOException {
    transport.close();
    engine.close();
    second.close();
  }

  @Test
  void vllm_ranks_areReadOneByOne() {
    page("/health", 200, "");
    page("/metrics", 200, VLLM);
    List<Backend> ranks = Backend.vllm(url(engine)).ranks(2);

    assertThat(read(ranks.get(0))).isEqualTo(reading(1600L, 16, 0.5, 3L, 1L));
    assertThat(read(ranks.get(1))).isEqualTo(reading(1600L, 16, 0.25, 5L, null));
    assertThat(read(Backend.vllm(url(engine)))).isEqualTo(reading(3200L, 16, 0.375, 8L, 1L));
  }

  @Test
  void sglang_loads_areEnough() {
    page("/health", 200, "");
    page("/v1/loads?include=core", 200, LOADS);

    assertThat(read(Backend.sglang(url(engine)))).isEqualTo(reading(1000L, null, 0.01, 2L, 1L));
  }

  @Test
  void sglang_before058_showsItsSettingsAndMetrics() {
    page("/health", 200, "");
    page("/get_server_info", 200, "{\"max_total_num_tokens\":500,\"dp_size\":2,\"page_size\":1}");
    page("/metrics", 200, "sglang:num_running_reqs 4.0\nsglang:token_usage 0.5\n");

    assertThat(read(Backend.sglang(url(engine)))).isEqualTo(reading(1000L, 1, 0.5, 4L, null));
  }

  @Test
  void sglang_withoutAnyPage_isUpAndUnknown() {
    page("/health", 200, "");

    assertThat(read(Backend.sglang(url(engine)))).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void sglang_badHealth_isUnavailable() {
    page("/health", 503, "");
    page("/v1/loads?include=core", 200, LOADS);

    assertUnavailable(Backend.sglang(url(engine)), "status 503");
  }

  @Test
  void skyrl_router_isTheSumOfItsServers() {
    page("/servers", 200, "{\"servers\":[\"" + url(engine) + "\",\"" + url(second) + "\"]}");
    page("/health", 200, "");
    page("/metrics", 200, VLLM);
    page("second /health", 200, "");
    page("second /metrics", 200, VLLM);

    assertThat(read(Backend.skyrl(url(engine))))
        .isEqualTo(reading(6400L, 16, 0.375, 16L, 2L).withCachesLost(0));
    assertThat(asked).contains("/servers Bearer sk-secret-key", "second /metrics null");
  }

  @Test
  void skyrl_aServerThatIsDown_isLeftOut() {
    page("/servers", 200, "{\"servers\":[\"" + url(engine) + "\",\"" + url(second) + "\"]}");
    page("/health", 200, "");
    page("/metrics", 200, VLLM);
    page("second /health", 503, "");

    assertThat(read(Backend.skyrl(url(engine))))
        .isEqualTo(reading(3200L, 16, 0.375, 8L, 1L).withCachesLost(0));
  }

  @Test
  void skyrl_oldRouter_showsItsEngines() {
    page("/metrics", 200, """
        {"engines":[{"engine_id":0,"kv_cache_usage_pct":50.0,"num_running_reqs":2,
                     "num_waiting_reqs":0,"num_cumulative_preemption":1},
                    {"engine_id":1,"kv_cache_usage_pct":0,"num_running_reqs":3,
                     "num_waiting_reqs":1,"num_cumulative_preemption":0}]}
        """);

    assertThat(read(Backend.skyrl(url(engine))))
        .isEqualTo(new BackendReading(null, null, 0.25, 5L, 1L, null, null, 1L));
  }

  @Test
  void skyrl_anEngineThatDied_makesTheLoadUnknown() {
    page(
        "/metrics", 200, "{\"engines\":[{\"num_running_reqs\":2},{\"error\":\"The actor died\"}]}");

    assertThat(read(Backend.skyrl(url(engine)))).isEqualTo(BackendReading.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"engines\":[]}", "{\"error\":\"not initialized\"}", "x"})
  void skyrl_neitherServersNorEngines_isUnavailable(String metrics) {
    page("/metrics", 200, metrics);

    assertUnavailable(Backend.skyrl(url(engine)), "/servers: status 404");
  }

  @Test
  void slime_router_isTheSumOfItsWorkers() {
    page("/workers", 200, "{\"workers\":[{\"id\":\"a\",\"url\":\"" + url(second) + "\"}]}");
    page("second /health", 200, "");
    page("second /v1/loads?include=core", 200, LOADS);

    assertThat(read(Backend.slime(url(engine))))
        .isEqualTo(reading(1000L, null, 0.01, 2L, 1L).withCachesLost(0));
  }

  @Test
  void slime_dataParallelWorkers_areAskedEachForItsRank() {
    String worker = url(second).replaceAll("/$", "");
    page("/workers", 200, "{'workers':[{'url':'" + worker + "@0'},{'url':'" + worker + "@1'}]}");
    page("second /health", 200, "");
    page("second /v1/loads?include=core", 200, """
        {'loads':[{'dp_rank':0,'num_used_tokens':10,'max_total_num_tokens':1000},
                  {'dp_rank':1,'num_used_tokens':30,'max_total_num_tokens':2000}]}
        """);

    assertThat(read(Backend.slime(url(engine))).capacityTokens()).isEqualTo(3_000);
  }

  @Test
  void slime_prefillAndDecodeWorkers_holdWhatTheSmallerGroupHolds() {
    page(
        "/workers",
        200,
        "{'workers':[{'url':'" + url(second) + "','worker_type':'prefill'}," + "{'url':'"
            + url(engine) + "','worker_type':'decode'}]}");
    page("second /health", 200, "");
    page("second /v1/loads?include=core", 200, LOADS);
    page("/health", 200, "");
    page("/v1/loads?include=core", 200, LOADS.replace("1000", "300"));

    assertThat(read(Backend.slime(url(engine))).capacityTokens()).isEqualTo(300);
  }

  @Test
  void slime_allThatPrefillAreDown_takesNoTurns() {
    page(
        "/workers",
        200,
        "{'workers':[{'url':'" + url(second) + "','worker_type':'prefill'}," + "{'url':'"
            + url(engine) + "','worker_type':'decode'}]}");
    page("second /health", 503, "");
    page("/health", 200, "");
    page("/v1/loads?include=core", 200, LOADS);

    assertUnavailable(Backend.slime(url(engine)), "no prefill worker is up");
  }

  @Test
  void slime_aWorkerIsLateOnce_countsAsItWas() {
    page("/workers", 200, "{'workers':['" + url(second) + "','" + url(engine) + "']}");
    page("second /health", 200, "");
    page("second /v1/loads?include=core", 200, LOADS);
    page("/health", 200, "");
    page("/v1/loads?include=core", 200, LOADS);
    Backend router = Backend.slime(url(engine));
    assertThat(read(router).capacityTokens()).isEqualTo(2_000);

    page("second /health", 503, "");

    assertThat(read(router).capacityTokens()).as("once").isEqualTo(2_000);
    assertThat(read(router).capacityTokens()).as("twice").isEqualTo(1_000);
  }

  @Test
  void skyrl_aServerStartedAnew_countsItsShareOfTheCaches() {
    page("/servers", 200, "{'servers':['" + url(engine) + "','" + url(second) + "']}");
    page("/health", 200, "");
    page("/metrics", 200, VLLM + "vllm:prefix_cache_queries_total 10\n");
    page("second /health", 200, "");
    page("second /metrics", 200, VLLM + "vllm:prefix_cache_queries_total 900000\n");
    Backend router = Backend.skyrl(url(engine));
    assertThat(read(router).cachesLost()).isZero();

    page("second /metrics", 200, VLLM + "vllm:prefix_cache_queries_total 7\n");

    assertThat(read(router).cachesLost()).as("for the client that asks first").isEqualTo(0.5);
    assertThat(read(router).cachesLost()).as("for one that asks later").isEqualTo(0.5);
  }

  @Test
  void slime_workersAreDown_namesSomeAndWhy() {
    page("/workers", 200, "{'workers':['" + url(second) + "']}");
    page("second /health", 503, "");

    assertUnavailable(
        Backend.slime(url(engine)), "none of 1 servers is up: " + url(second).replaceAll("/$", ""));
  }

  @Test
  void detect_serverThatAnswersEverything_isNoSglang() {
    page("/v1/models", 200, "{'data':[]}");
    page("/v1/loads?include=core", 200, "{'error':'Unexpected endpoint'}");

    assertThat(transport.detect(url(engine)).join().kind()).isEqualTo(BackendKind.OPENAI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"workers\":[]}", "{\"workers\":[{\"url\":\"grpc://a:1\"},7,null]}"})
  void slime_noWorkerToAsk_isUnavailable(String workers) {
    page("/workers", 200, workers);

    assertUnavailable(Backend.slime(url(engine)), "none of ");
  }

  @Test
  void openAi_listOfModels_isUpAndUnknown() {
    page("/v1/models", 200, "{\"data\":[]}");

    assertThat(read(Backend.openAi(url(engine)))).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void openAi_noListButHealth_isUp() {
    page("/health", 200, "");

    assertThat(read(Backend.openAi(url(engine)))).isEqualTo(BackendReading.EMPTY);
  }

  @Test
  void openAi_wrongKey_isUnavailable() {
    page("/v1/models", 401, "");
    page("/health", 200, "");

    assertUnavailable(Backend.openAi(url(engine)), "status 401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VLLM | /v1/models | {'data':[{'id':'m','owned_by':'vllm'}]}",
        "VLLM | /metrics | vllm:num_requests_running 0.0",
        "SGLANG | /v1/models | {'data':[{'id':'m','owned_by':'sglang'}]}",
        "SGLANG | /v1/loads?include=core | {'loads':[]}",
        "SKYRL | /servers | {'servers':['http://a:1']}",
        "SLIME | /workers | {'workers':[]}",
        "OPENAI | /v1/models | {'data':[{'id':'m','owned_by':'acme'}]}",
        "OPENAI | /v1/models | {'data':[]}"
      })
  void detect_pageOfOneKind_isThatKind(BackendKind kind, String path, String text) {
    page(path, 200, text);

    assertThat(transport.detect(url(engine)).join()).isEqualTo(Backend.of(kind, url(engine)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 500})
  void detect_nothingKnown_isUnavailable(int status) {
    page("/v1/models", status, "");

    assertThatThrownBy(() -> transport.detect(url(engine)).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining(Backend.openAi(url(engine)).id().value())
        .hasMessageContaining("status " + status);
  }

  @Test
  void models_list_isInTheServersOrder() {
    page("/v1/models", 200, "{\"data\":[{\"id\":\"b\"},{\"id\":7},null,{\"id\":\"a\"}]}");

    assertThat(transport.models(Backend.vllm(url(engine))).join()).containsExactly("b", "a");
  }

  @Test
  void models_noList_isUnavailable() {
    assertThatThrownBy(() -> transport.models(Backend.vllm(url(engine))).join())
        .hasCauseInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("/v1/models: status 404");
  }

  private BackendReading read(Backend backend) {
    return transport.probe(backend).join();
  }

  private void assertUnavailable(Backend backend, String words) {
    Throwable failure =
        transport.probe(backend).handle((reading, thrown) -> thrown).join();
    assertThat(failure)
        .isInstanceOf(BackendUnavailableException.class)
        .isNotInstanceOf(CompletionException.class)
        .hasMessageContaining(backend.id().value())
        .hasMessageContaining(words);
  }

  private static BackendReading reading(
      Long capacity, Integer block, Double usage, Long running, Long waiting) {
    return new BackendReading(capacity, block, usage, running, waiting, null, null, null);
  }

  private static String url(MockWebServer server) {
    return server.url("/").toString();
  }

  private void page(String path, int status, String text) {
    String body = text.replace('\'', '"');
    pages.put(path, new MockResponse.Builder().code(status).body(body).build());
  }
}
