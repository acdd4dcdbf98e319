package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.thunder.examples.simulator.EnginePresets;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that passes for SGLang's. */
final class SglangServerTest {

  private static final EngineServerOptions OPTIONS =
      EngineServerOptions.of(EnginePresets.Q8).withSpeed(50).withDialect(Dialect.SGLANG);
  private static final String FOUR = ",\"max_tokens\":4,\"ignore_eos\":true";
  private static final String PROMPT = "Fix the failing test. ".repeat(20);

  private static EngineServer server;
  private static ServerClient client;

  @BeforeAll
  static void start() {
    server = EngineServer.start(OPTIONS);
    client = new ServerClient(server);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void chat_plain_answersInItsShape() throws Exception {
    JsonObject answer = client.chat(ServerClient.body("plain " + PROMPT, FOUR));

    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("length");
    assertThat(choice.get("matched_stop").isJsonNull()).isTrue();
    assertThat(answer.getAsJsonObject("usage").keySet())
        .containsExactly(
            "prompt_tokens",
            "total_tokens",
            "completion_tokens",
            "prompt_tokens_details",
            "reasoning_tokens");
  }

  @Test
  void chat_endsByItself_namesTheTokenThatEndedIt() throws Exception {
    JsonObject answer = client.chat(ServerClient.body("end " + PROMPT, ",\"max_tokens\":5000"));

    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("stop");
    assertThat(choice.get("matched_stop").getAsInt()).isPositive();
  }

  @Test
  void chat_repeated_mentionsCachedTokensOnlyWhereThereAreSome() throws Exception {
    String body = ServerClient.body("again " + PROMPT, FOUR);

    assertThat(details(client.chat(body)).isJsonNull()).isTrue();
    assertThat(details(client.chat(body)).getAsJsonObject().get("cached_tokens").getAsInt())
        .isPositive();
  }

  @Test
  void chat_withoutCacheReport_neverMentionsThem() throws Exception {
    try (EngineServer silent = EngineServer.start(OPTIONS.withCachedTokensShown(false))) {
      ServerClient asking = new ServerClient(silent);
      String body = ServerClient.body("silent " + PROMPT, FOUR);
      asking.chat(body);

      assertThat(details(asking.chat(body)).isJsonNull()).isTrue();
      assertThat(silent.stats().cachedPromptTokens()).isPositive();
    }
  }

  @Test
  void chat_anyModel_isAnsweredAndEchoed() throws Exception {
    JsonObject answer = client.chat(ServerClient.body("model", FOUR + ",\"model\":\"auto\""));

    assertThat(answer.get("model").getAsString()).isEqualTo("auto");
  }

  @Test
  void chat_tooLong_isRefusedWithAFlatError() throws Exception {
    int longest = Dialect.SGLANG.tokensMax(EnginePresets.Q8);
    JsonObject input = refused("x".repeat(4 * longest), "");
    JsonObject output = refused("short", ",\"max_tokens\":" + longest);

    assertThat(input.get("object").getAsString()).isEqualTo("error");
    assertThat(input.get("code").getAsInt()).isEqualTo(400);
    assertThat(input.get("message").getAsString())
        .endsWith("is longer than the model's context length (" + longest + " tokens).");
    assertThat(output.get("message").getAsString())
        .contains("maximum context length of " + longest);
    // The engine would have died of what it cannot hold.
    client.chat(ServerClient.body("alive", FOUR));
  }

  @Test
  void stream_withUsage_endsLikeAPlainAnswer() throws Exception {
    String more = FOUR + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    List<String> events = client.stream(ServerClient.body("stream", more));

    assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
    assertThat(events.get(1)).contains("\"matched_stop\":null");
    assertThat(events.get(events.size() - 2)).contains("\"reasoning_tokens\":0");
  }

  @Test
  void pages_ofIdleServer_agreeOnItsCapacity() throws Exception {
    long capacity = EnginePresets.Q8.capacityTokens() / 16 * 16;
    JsonObject info = ServerClient.json(client.get("/server_info"));
    JsonObject loads = ServerClient.json(client.get("/v1/loads?include=core"));

    assertThat(info.get("max_total_num_tokens").getAsLong()).isEqualTo(capacity);
    assertThat(info.get("page_size").getAsInt()).isEqualTo(16);
    assertThat(ServerClient.json(client.get("/get_server_info"))).isEqualTo(info);
    JsonObject load = loads.getAsJsonArray("loads").get(0).getAsJsonObject();
    assertThat(load.get("max_total_num_tokens").getAsLong()).isEqualTo(capacity);
    assertThat(load.get("num_running_reqs").getAsInt()).isZero();
    assertThat(client.get("/metrics").body())
        .contains("sglang:max_total_num_tokens{engine_type=\"unified\",");
    assertThat(ServerClient.json(client.get("/v1/models")).toString())
        .contains("\"owned_by\":\"sglang\"");
    assertThat(client.get("/health").statusCode()).isEqualTo(200);
    assertThat(client.get("/version").statusCode()).isEqualTo(404);
  }

  @Test
  void flushCache_idle_forgetsPrompts() throws Exception {
    String body = ServerClient.body("flush " + PROMPT, FOUR);
    client.chat(body);

    assertThat(client.post("/flush_cache", "").statusCode()).isEqualTo(200);
    assertThat(details(client.chat(body)).isJsonNull()).isTrue();
  }

  private static JsonObject refused(String content, String more) throws Exception {
    HttpResponse<String> answer =
        client.post("/v1/chat/completions", ServerClient.body(content, more));
    assertThat(answer.statusCode()).isEqualTo(400);
    return ServerClient.json(answer);
  }

  private static JsonElement details(JsonObject answer) {
    return answer.getAsJsonObject("usage").get("prompt_tokens_details");
  }
}
