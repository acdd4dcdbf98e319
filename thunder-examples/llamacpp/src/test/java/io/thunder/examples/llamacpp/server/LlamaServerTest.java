package io.thunder.examples.llamacpp.server;

import static io.thunder.examples.llamacpp.server.LlamaHttp.CHAT;
import static io.thunder.examples.llamacpp.server.LlamaHttp.body;
import static io.thunder.examples.llamacpp.server.LlamaHttp.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.llamacpp.LlamaProcess;
import io.thunder.examples.llamacpp.TinyEngine;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of the server, with an engine of two slots of 1,024 tokens. */
final class LlamaServerTest {

  private static LlamaProcess process;
  private static String url;

  private final LlamaHttp http = new LlamaHttp(url);

  @BeforeAll
  static void start() throws Exception {
    process = TinyEngine.start(0);
    url = process.awaitUrl();
  }

  @AfterAll
  static void close() {
    if (process != null) {
      process.close();
    }
  }

  private static JsonObject usage(JsonObject answer) {
    return answer.getAsJsonObject("usage");
  }

  private static int cached(JsonObject answer) {
    JsonObject details = usage(answer).getAsJsonObject("prompt_tokens_details");
    assertThat(details).as("what was cached, in " + answer).isNotNull();
    return details.get("cached_tokens").getAsInt();
  }

  private static JsonObject choice(JsonObject answer) {
    return answer.getAsJsonArray("choices").get(0).getAsJsonObject();
  }

  @Test
  void models_nameTheModelAndItsLongestContext() throws Exception {
    JsonObject model = JsonParser.parseString(http.get("/v1/models").body())
        .getAsJsonObject()
        .getAsJsonArray("data")
        .get(0)
        .getAsJsonObject();

    assertThat(model.get("id").getAsString()).isEqualTo("random-tiny");
    assertThat(model.get("max_model_len").getAsInt()).isEqualTo(1_024);
  }

  @Test
  void metrics_cacheConfig_hasASlotPerBlock() throws Exception {
    assertThat(http.get("/health").statusCode()).isEqualTo(200);
    assertThat(http.get("/metrics").body())
        .contains("vllm:cache_config_info{block_size=\"1024\"")
        .contains("kv_cache_size_tokens=\"3071\"", "num_gpu_blocks=\"3\"")
        .contains("vllm:num_requests_running{", "vllm:num_requests_waiting{")
        .contains("vllm:kv_cache_usage_perc{");
  }

  @Test
  void chat_limit_endsTheAnswerAndCountsIt() throws Exception {
    JsonObject answer = http.chat(
        user("the and"), ",\"max_tokens\":9,\"ignore_eos\":true,\"model\":\"random-tiny\"");

    assertThat(choice(answer).get("finish_reason").getAsString()).isEqualTo("length");
    assertThat(usage(answer).get("completion_tokens").getAsInt()).isEqualTo(9);
    assertThat(choice(answer).getAsJsonObject("message").get("content").getAsString())
        .matches("( [a-z]{3}){9}");
  }

  @Test
  void chat_withoutLimit_endsByItselfOrAtTheEndOfTheSlot() throws Exception {
    JsonObject answer = http.chat(user("who are you"), "");
    int total = usage(answer).get("total_tokens").getAsInt();

    String expected = total < 1_024 ? "stop" : "length";
    assertThat(choice(answer).get("finish_reason").getAsString()).isEqualTo(expected);
  }

  @Test
  void chat_nextTurn_findsAllButTheLastTokenOfTheTurnBefore() throws Exception {
    String first = user(" old new".repeat(100));
    JsonObject answer = http.chat(first, ",\"max_tokens\":20,\"ignore_eos\":true");
    String said = choice(answer).getAsJsonObject("message").get("content").getAsString();
    String assistant = "{\"role\":\"assistant\",\"content\":\"" + said + "\"}";

    JsonObject next =
        http.chat(first + "," + assistant + "," + user(" go on"), ",\"max_tokens\":2");

    assertThat(cached(next)).isEqualTo(usage(answer).get("total_tokens").getAsInt() - 1);
  }

  @Test
  void stream_eventsOfTheTokens_thenUsageAndEnd() throws Exception {
    HttpResponse<String> response = http.post(
        CHAT,
        body(
            user("count"),
            ",\"max_tokens\":4,\"ignore_eos\":true,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}"));

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    List<String> events =
        response.body().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(events).hasSize(8).allMatch(event -> event.startsWith("data: "));
    assertThat(events.get(0)).contains("\"role\":\"assistant\"");
    assertThat(events.subList(1, 5)).allMatch(event -> event.contains("\"finish_reason\":null"));
    assertThat(events.get(5)).contains("\"finish_reason\":\"length\"");
    assertThat(events.get(6)).contains("\"completion_tokens\":4");
    assertThat(events.get(7)).isEqualTo("data: [DONE]");
  }

  @Test
  void tokenize_messages_countsWhatAChatCounts() throws Exception {
    String messages = "{\"role\":\"system\",\"content\":\"be\"}," + user(" how é");
    JsonObject tokens = JsonParser.parseString(
            http.post("/tokenize", body(messages, "")).body())
        .getAsJsonObject();
    JsonObject answer = http.chat(messages, ",\"max_tokens\":1");

    assertThat(tokens.get("count").getAsInt())
        .isEqualTo(usage(answer).get("prompt_tokens").getAsInt());
    assertThat(tokens.get("max_model_len").getAsInt()).isEqualTo(1_024);
  }

  @Test
  void chat_moreRequestsThanSlots_areAllAnswered() {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String body = body(user("request " + i), ",\"max_tokens\":50,\"ignore_eos\":true");
      all.add(http.postAsync(CHAT, body));
    }

    assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not JSON | 400 | JSON decode error",
        "{} | 400 | messages must not be empty",
        "{\"messages\":[{\"content\":\"a\"}]} | 400 | needs a role",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1024} | 400"
            + " | maximum context length is 1024 tokens. However, you requested 1024 output",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"model\":\"gpt\"} | 404"
            + " | The model `gpt` does not exist",
      })
  void chat_badBody_isAnsweredLikeVllm(String body, int status, String message) throws Exception {
    expectError(http.post(CHAT, body), status, message);
  }

  @Test
  void route_unknownOrWrongMethod_isRefused() throws Exception {
    expectError(http.get("/v2/models"), 404, "Not Found");
    expectError(http.get(CHAT), 405, "Method Not Allowed");
  }

  private static void expectError(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonObject error =
        JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.get("message").getAsString()).contains(message);
    assertThat(error.get("code").getAsInt()).isEqualTo(status);
  }
}
