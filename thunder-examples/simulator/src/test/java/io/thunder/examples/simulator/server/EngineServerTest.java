package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.simulator.EnginePresets;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EngineServerTest {

  private static final String TEN = ",\"max_tokens\":10,\"ignore_eos\":true";

  private static EngineServer server;
  private static ServerClient client;

  @BeforeAll
  static void start() {
    server = EngineServer.start(EngineServerOptions.of(EnginePresets.Q8).withSpeed(50));
    client = new ServerClient(server);
  }

  @AfterAll
  static void close() {
    server.close();
    server.close();
  }

  @Test
  void chat_plain_answersWithUsage() throws Exception {
    JsonObject answer = client.chat(ServerClient.body("Fix the failing test", TEN));

    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("length");
    assertThat(choice.getAsJsonObject("message").get("role").getAsString()).isEqualTo("assistant");
    assertThat(choice.getAsJsonObject("message").get("content").getAsString()).hasSize(40);
    JsonObject usage = answer.getAsJsonObject("usage");
    assertThat(usage.get("prompt_tokens").getAsInt()).isEqualTo(3 + 5 + 2 + 3);
    assertThat(usage.get("completion_tokens").getAsInt()).isEqualTo(10);
    assertThat(usage.get("total_tokens").getAsInt()).isEqualTo(23);
    assertThat(
            usage.getAsJsonObject("prompt_tokens_details").get("cached_tokens").getAsInt())
        .isZero();
    assertThat(answer.get("model").getAsString()).isEqualTo("Qwen/Qwen3-8B");
    assertThat(answer.get("id").getAsString()).startsWith("chatcmpl-");
  }

  @Test
  void chat_stream_sendsOneEventPerToken() throws Exception {
    List<String> events = client.stream(ServerClient.body("Stream it", TEN + ",\"stream\":true"));

    assertThat(events).hasSize(1 + 10 + 1);
    assertThat(events.get(11)).isEqualTo("[DONE]");
    assertThat(delta(events.get(0)).get("role").getAsString()).isEqualTo("assistant");
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(1, 11)) {
      text.append(delta(event).get("content").getAsString());
      assertThat(json(event).has("usage")).isFalse();
    }
    JsonObject plain = client.chat(ServerClient.body("Stream it", TEN));
    assertThat(text).hasToString(content(plain));
    assertThat(choice(events.get(9)).get("finish_reason").isJsonNull()).isTrue();
    assertThat(choice(events.get(10)).get("finish_reason").getAsString()).isEqualTo("length");
  }

  @Test
  void chat_streamWithUsage_sendsItLast() throws Exception {
    String more = TEN + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    List<String> events = client.stream(ServerClient.body("Count it", more));

    JsonObject last = json(events.get(events.size() - 2));
    assertThat(last.getAsJsonArray("choices")).isEmpty();
    assertThat(last.getAsJsonObject("usage").get("completion_tokens").getAsInt())
        .isEqualTo(10);
    assertThat(last.getAsJsonObject("usage").has("prompt_tokens_details")).isTrue();
  }

  @Test
  void chat_streamWithContinuousUsage_countsInEveryEvent() throws Exception {
    String more = TEN + ",\"stream\":true,\"stream_options\":{\"include_usage\":true,"
        + "\"continuous_usage_stats\":true}";
    List<String> events = client.stream(ServerClient.body("Count all", more));

    for (int i = 0; i <= 10; i++) {
      JsonObject usage = json(events.get(i)).getAsJsonObject("usage");
      assertThat(usage.get("completion_tokens").getAsInt()).isEqualTo(i);
    }
  }

  @Test
  void chat_nextTurn_hitsTheCacheUpToTheLastFullBlock() throws Exception {
    String question = "A question of some length. ".repeat(40);
    JsonObject first =
        client.chat(ServerClient.body(question, ",\"max_tokens\":333,\"ignore_eos\":true"));
    int total = first.getAsJsonObject("usage").get("total_tokens").getAsInt();

    String next = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"},"
        + choice(first.toString()).get("message")
        + ",{\"role\":\"tool\",\"content\":\"It failed.\"}],\"max_tokens\":1}";
    JsonObject usage = client.chat(next).getAsJsonObject("usage");

    // The last token of the answer was never computed, then only full blocks count.
    assertThat(
            usage.getAsJsonObject("prompt_tokens_details").get("cached_tokens").getAsInt())
        .isEqualTo((total - 1) / 16 * 16);
    assertThat(usage.get("prompt_tokens").getAsInt()).isEqualTo(total + 2 + 3 + 3 + 2 + 3);
  }

  @Test
  void chat_withoutIgnoreEos_endsByItself() throws Exception {
    JsonObject answer = client.chat(ServerClient.body("How long?", ""));

    assertThat(choice(answer.toString()).get("finish_reason").getAsString()).isEqualTo("stop");
    assertThat(client.chat(ServerClient.body("How long?", "")).getAsJsonObject("usage"))
        .isEqualTo(answer.getAsJsonObject("usage"));
  }

  @Test
  void chat_requestId_namesTheCompletion() throws Exception {
    assertThat(client.chat(ServerClient.body("a", TEN)).get("id").getAsString())
        .isNotEqualTo(client.chat(ServerClient.body("a", TEN)).get("id").getAsString());
  }

  @Test
  void models_always_showTheLimit() throws Exception {
    JsonObject model =
        json(client.get("/v1/models").body()).getAsJsonArray("data").get(0).getAsJsonObject();

    assertThat(model.get("id").getAsString()).isEqualTo("Qwen/Qwen3-8B");
    assertThat(model.get("max_model_len").getAsInt()).isEqualTo(65_536);
  }

  @Test
  void tokenize_messagesOrPrompt_countsLikeUsage() throws Exception {
    JsonObject tokens = json(
        client.post("/tokenize", ServerClient.body("Fix the failing test", "")).body());
    JsonArray ids = tokens.getAsJsonArray("tokens");

    assertThat(tokens.get("count").getAsInt()).isEqualTo(13).isEqualTo(ids.size());
    assertThat(tokens.get("max_model_len").getAsInt()).isEqualTo(65_536);
    assertThat(json(client.post("/tokenize", "{\"prompt\":\"12345\"}").body())
            .get("count")
            .getAsInt())
        .isEqualTo(2);
  }

  @Test
  void smallPaths_healthy_answer() throws Exception {
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
    assertThat(json(client.get("/version").body()).has("version")).isTrue();
    assertThat(json(client.post("/reset_prefix_cache", "").body()).has("success"))
        .isTrue();
  }

  @Test
  void metrics_afterRequests_haveTheSeriesOfVllm() throws Exception {
    client.chat(ServerClient.body("Measure", TEN));

    String text = client.get("/metrics").body();

    assertThat(text)
        .contains("vllm:num_requests_running{engine=\"0\",model_name=\"Qwen/Qwen3-8B\"} 0.0\n")
        .contains("kv_cache_size_tokens=\"72500\"")
        .contains("num_gpu_blocks=\"4532\"")
        .contains("finished_reason=\"repetition\"");
    assertThat(client.metric("generation_tokens_total")).isGreaterThanOrEqualTo(10);
    assertThat(client.metric("request_success_total")).isGreaterThanOrEqualTo(1);
    assertThat(client.metric("kv_cache_usage_perc")).isZero();
  }

  @Test
  void start_portInUse_saysWhichPort() {
    EngineServerOptions taken = server.options().withPort(server.port());

    assertThatThrownBy(() -> EngineServer.start(taken))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
        .hasMessageContaining("in use");
  }

  @Test
  void pace_afterRequests_isMeasured() throws Exception {
    client.chat(ServerClient.body("Pace", TEN));

    assertThat(server.pace().steps()).isPositive();
    assertThat(server.pace().lateShare()).isBetween(0.0, 1.0);
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static JsonObject choice(String text) {
    return json(text).getAsJsonArray("choices").get(0).getAsJsonObject();
  }

  private static JsonObject delta(String event) {
    return choice(event).getAsJsonObject("delta");
  }

  private static String content(JsonObject answer) {
    return choice(answer.toString()).getAsJsonObject("message").get("content").getAsString();
  }
}
