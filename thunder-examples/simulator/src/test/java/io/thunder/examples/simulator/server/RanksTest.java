package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.thunder.examples.simulator.EnginePresets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two data-parallel ranks behind one URL. */
final class RanksTest {

  private static final String PROMPT = "Fix the failing test. ".repeat(20);

  private static EngineServer server;
  private static ServerClient client;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = EngineServer.start(
        EngineServerOptions.of(EnginePresets.Q8).withSpeed(50).withRanks(2));
    client = new ServerClient(server);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void chat_rankNamed_findsTheCacheOfThatRankOnly() throws Exception {
    assertThat(cachedTokens(ask("named " + PROMPT, "1"))).isZero();
    assertThat(cachedTokens(ask("named " + PROMPT, "0"))).isZero();
    assertThat(cachedTokens(ask("named " + PROMPT, "1"))).isPositive();
  }

  @Test
  void chat_noRankNamed_isSpread() throws Exception {
    assertThat(cachedTokens(ask("spread " + PROMPT, null))).isZero();
    assertThat(cachedTokens(ask("spread " + PROMPT, null))).isZero();
    assertThat(cachedTokens(ask("spread " + PROMPT, null))).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1", "x", ""})
  void chat_rankThatIsNone_isRefused(String rank) throws Exception {
    HttpResponse<String> answer = send("refused", rank);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("data_parallel_rank");
  }

  @Test
  void metrics_twoRanks_haveALabelEach() throws Exception {
    String metrics = client.get("/metrics").body();

    assertThat(metrics)
        .contains("vllm:num_requests_running{engine=\"0\",")
        .contains("vllm:num_requests_running{engine=\"1\",");
    assertThat(metrics.lines().filter(line -> line.startsWith("vllm:cache_config_info")))
        .as("blocks of all ranks, tokens of one")
        .hasSize(2)
        .allSatisfy(line -> assertThat(line)
            .contains("num_gpu_blocks=\"" + 2 * EnginePresets.Q8.blocks() + '"')
            .contains("kv_cache_size_tokens=\"" + EnginePresets.Q8.capacityTokens() + '"'));
  }

  private static JsonObject ask(String content, String rank) throws Exception {
    HttpResponse<String> answer = send(content, rank);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ServerClient.json(answer);
  }

  private static HttpResponse<String> send(String content, String rank) throws Exception {
    String body = ServerClient.body(content, ",\"max_tokens\":4");
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(server.url() + "/v1/chat/completions"))
        .POST(HttpRequest.BodyPublishers.ofString(body));
    if (rank != null) {
      request.header("X-data-parallel-rank", rank);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int cachedTokens(JsonObject answer) {
    return answer
        .getAsJsonObject("usage")
        .getAsJsonObject("prompt_tokens_details")
        .get("cached_tokens")
        .getAsInt();
  }
}
