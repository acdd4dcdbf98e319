package io.thunder.examples.llamacpp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.thunder.examples.llamacpp.LlamaProcess;
import io.thunder.examples.llamacpp.TinyEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of the server, with an engine of two slots of 1,024 tokens. */
final class LlamaServerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String CHAT = "/v1/chat/completions";

  private static LlamaProcess process;
  private static String url;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(builder(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(String path, String body) {
    return builder(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private static HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  private static String body(String messages, String more) {
    return "{\"messages\":[" + messages + "]" + more + "}";
  }

  private JsonObject chat(String messages, String more) throws Exception {
    HttpResponse<String> response = post(CHAT, body(messages, more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
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

  private double metric(String name) {
    try {
      return get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("vllm:" + name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void await(String name, double value) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (metric(name) != value) {
      assertThat(System.nanoTime()).as(name + " to be " + value).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Test
  void models_nameTheModelAndItsLongestContext() throws Exception {
    JsonObject model = JsonParser.parseString(get("/v1/models").body())
        .getAsJsonObject()
        .getAsJsonArray("data")
        .get(0)
        .getAsJsonObject();

    assertThat(model.get("id").getAsString()).isEqualTo("random-tiny");
    assertThat(model.get("max_model_len").getAsInt()).isEqualTo(1_024);
  }

  @Test
  void metrics_cacheConfig_hasASlotPerBlock() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body())
        .contains("vllm:cache_config_info{block_size=\"1024\"")
        .contains("kv_cache_size_tokens=\"3071\"", "num_gpu_blocks=\"3\"")
        .contains("vllm:num_requests_running{", "vllm:num_requests_waiting{")
        .contains("vllm:kv_cache_usage_perc{");
  }

  @Test
  void chat_limit_endsTheAnswerAndCountsIt() throws Exception {
    JsonObject answer =
        chat(user("the and"), ",\"max_tokens\":9,\"ignore_eos\":true,\"model\":\"random-tiny\"");

    assertThat(choice(answer).get("finish_reason").getAsString()).isEqualTo("length");
    assertThat(usage(answer).get("completion_tokens").getAsInt()).isEqualTo(9);
    assertThat(choice(answer).getAsJsonObject("message").get("content").getAsString())
        .matches("( [a-z]{3}){9}");
  }

  @Test
  void chat_withoutLimit_endsByItselfOrAtTheEndOfTheSlot() throws Exception {
    JsonObject answer = chat(user("who are you"), "");
    int total = usage(answer).get("total_tokens").getAsInt();

    String expected = total < 1_024 ? "stop" : "length";
    assertThat(choice(answer).get("finish_reason").getAsString()).isEqualTo(expected);
  }

  @Test
  void chat_nextTurn_findsAllButTheLastTokenOfTheTurnBefore() throws Exception {
    String first = user(" old new".repeat(100));
    JsonObject answer = chat(first, ",\"max_tokens\":20,\"ignore_eos\":true");
    String said = choice(answer).getAsJsonObject("message").get("content").getAsString();
    String assistant = "{\"role\":\"assistant\",\"content\":\"" + said + "\"}";

    JsonObject next = chat(first + "," + assistant + "," + user(" go on"), ",\"max_tokens\":2");

    assertThat(cached(next)).isEqualTo(usage(answer).get("total_tokens").getAsInt() - 1);
  }

  @Test
  void stream_eventsOfTheTokens_thenUsageAndEnd() throws Exception {
    HttpResponse<String> response = post(
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
    JsonObject tokens =
        JsonParser.parseString(post("/tokenize", body(messages, "")).body()).getAsJsonObject();
    JsonObject answer = chat(messages, ",\"max_tokens\":1");

    assertThat(tokens.get("count").getAsInt())
        .isEqualTo(usage(answer).get("prompt_tokens").getAsInt());
    assertThat(tokens.get("max_model_len").getAsInt()).isEqualTo(1_024);
  }

  @Test
  void chat_moreRequestsThanSlots_areAllAnswered() {
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String body = body(user("request " + i), ",\"max_tokens\":50,\"ignore_eos\":true");
      all.add(http.sendAsync(request(CHAT, body), HttpResponse.BodyHandlers.ofString()));
    }

    assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
  }

  @Test
  void disconnect_inAnAnswerAndInTheQueue_leavesSlotsFree() throws Exception {
    String slow = ",\"max_tokens\":900,\"ignore_eos\":true";
    try (Socket first = send(body(user("one"), slow));
        Socket second = send(body(user("two"), slow + ",\"stream\":true"))) {
      await("num_requests_running", 2);
      try (Socket queued = send(body(user("three"), slow))) {
        await("num_requests_waiting", 1);
        assertThat(queued.isConnected()).isTrue();
      }
      await("num_requests_waiting", 0);
      assertThat(first.isConnected()).isTrue();
      assertThat(second.isConnected()).isTrue();
    }
    await("num_requests_running", 0);

    assertThat(choice(chat(user("next"), ",\"max_tokens\":1"))).isNotNull();
  }

  private static Socket send(String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
    socket
        .getOutputStream()
        .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body)
            .getBytes(StandardCharsets.US_ASCII));
    return socket;
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
    expectError(post(CHAT, body), status, message);
  }

  @Test
  void route_unknownOrWrongMethod_isRefused() throws Exception {
    expectError(get("/v2/models"), 404, "Not Found");
    expectError(get(CHAT), 405, "Method Not Allowed");
  }

  private static void expectError(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonObject error =
        JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.get("message").getAsString()).contains(message);
    assertThat(error.get("code").getAsInt()).isEqualTo(status);
  }
}
