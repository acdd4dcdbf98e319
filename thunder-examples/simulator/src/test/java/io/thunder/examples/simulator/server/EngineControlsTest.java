package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.thunder.examples.simulator.EnginePresets;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server can be told besides requests. */
final class EngineControlsTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String ENDLESS = ",\"max_tokens\":20000,\"ignore_eos\":true";
  private static final String KEEP = "/pause?mode=keep&clear_cache=false";

  private EngineServer server;
  private ServerClient client;

  private void start(Dialect dialect) {
    server = EngineServer.start(EngineServerOptions.of(EnginePresets.Q8)
        .withSpeed(5)
        .withDialect(dialect)
        .withRanks(2));
    client = new ServerClient(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;" + KEEP + ";'';/resume",
        "VLLM;/pause?mode=abort;'';/resume",
        "SGLANG;/pause_generation;{\"mode\":\"retract\"};/continue_generation",
        "SGLANG;/pause_generation;{\"mode\":\"in_place\"};/continue_generation",
        "SGLANG;/pause_generation;{};/continue_generation",
      })
  void chat_whilePaused_waitsUntilItIsResumed(
      Dialect dialect, String pause, String body, String resume) throws Exception {
    start(dialect);
    post(pause, body);
    long steps = server.pace().steps();

    CompletableFuture<HttpResponse<String>> answer =
        client.postAsync(CHAT, ServerClient.body("hello", ",\"max_tokens\":2"));
    ServerClient.await("waiting", () -> requests(/* running= */ false) == 1);
    assertThat(answer).isNotDone();
    assertThat(server.pace().steps()).isEqualTo(steps);

    post(resume, "{}");
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;/pause?mode=abort&clear_cache=false;''",
        "VLLM;/abort_requests;{\"request_ids\":[]}",
        "SGLANG;/pause_generation;{\"mode\":\"abort\"}",
        "SGLANG;/abort_request;{\"abort_all\":true}",
      })
  void abort_requestsInFlight_endsThemWithWhatTheyHave(Dialect dialect, String path, String body)
      throws Exception {
    start(dialect);
    CompletableFuture<HttpResponse<String>> plain =
        client.postAsync(CHAT, ServerClient.body("plain", ENDLESS));
    CompletableFuture<HttpResponse<String>> streamed =
        client.postAsync(CHAT, ServerClient.body("streamed", ENDLESS + ",\"stream\":true"));
    ServerClient.await(
        "running", () -> server.rankStats().stream().allMatch(s -> s.generationTokens() > 0));

    post(path, body);

    JsonObject answer = ServerClient.json(plain.join());
    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    int tokens = answer.getAsJsonObject("usage").get("completion_tokens").getAsInt();
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("abort");
    assertThat(tokens).isBetween(1, 19_999);
    assertThat(choice.getAsJsonObject("message").get("content").getAsString()).hasSize(4 * tokens);
    assertThat(streamed.join().body())
        .containsOnlyOnce("\"finish_reason\":\"abort\"")
        .endsWith("data: [DONE]\n\n");
    assertThat(requests(/* running= */ true)).isZero();
  }

  @Test
  void abort_requestThatWaits_endsWithoutAToken() throws Exception {
    start(Dialect.VLLM);
    post(KEEP, "");
    CompletableFuture<HttpResponse<String>> streamed =
        client.postAsync(CHAT, ServerClient.body("streamed", ENDLESS + ",\"stream\":true"));
    ServerClient.await("waiting", () -> requests(/* running= */ false) == 1);

    post("/abort_requests", "{}");

    assertThat(streamed.join().body())
        .contains("\"role\":\"assistant\"")
        .containsOnlyOnce("\"finish_reason\":\"abort\"");
  }

  @Test
  void pause_keepingRequests_leavesThemWhereTheyAre() throws Exception {
    start(Dialect.VLLM);
    CompletableFuture<HttpResponse<String>> answer = running();

    post(KEEP, "");

    assertThat(requests(/* running= */ true)).isEqualTo(1);
    post("/abort_requests", "{}");
    assertThat(answer.join().body()).contains("\"abort\"");
  }

  @Test
  void flush_whileRequestsRun_isRefusedUnlessTheyAreComputedAgain() throws Exception {
    start(Dialect.VLLM);
    CompletableFuture<HttpResponse<String>> answer = running();

    assertThat(post("/reset_prefix_cache", "").body()).isEqualTo("{\"success\":false}");
    assertThat(post("/reset_prefix_cache?reset_running_requests=true", "").body())
        .isEqualTo("{\"success\":true}");

    assertThat(answer).as("goes on").isNotDone();
    assertThat(server.rankStats()).anySatisfy(s -> assertThat(s.preemptions()).isEqualTo(1));
  }

  @Test
  void flush_afterRequestsWereRetracted_isDone() throws Exception {
    start(Dialect.SGLANG);
    CompletableFuture<HttpResponse<String>> answer = running();
    assertThat(client.post("/flush_cache", "").statusCode()).isEqualTo(400);

    post("/pause_generation", "{\"mode\":\"retract\"}");

    assertThat(requests(/* running= */ false)).isEqualTo(1);
    assertThat(client.post("/flush_cache", "").statusCode()).isEqualTo(200);
    assertThat(answer).as("goes on once resumed").isNotDone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;/pause?mode=nap;'';400",
        "VLLM;/abort_requests;{\"request_ids\":[\"chatcmpl-1\"]};501",
        "VLLM;/abort_requests;x;400",
        "SGLANG;/pause_generation;{\"mode\":\"nap\"};400",
        "SGLANG;/abort_request;{\"rid\":\"1\"};501",
      })
  void control_whatItCannotDo_isRefused(Dialect dialect, String path, String body, int status)
      throws Exception {
    start(dialect);

    assertThat(client.post(path, body).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void control_ofTheOtherDialect_isNotThere(Dialect dialect) throws Exception {
    start(dialect);

    String other = dialect == Dialect.VLLM ? "/continue_generation" : "/resume";
    assertThat(client.post(other, "{}").statusCode()).isEqualTo(404);
  }

  private CompletableFuture<HttpResponse<String>> running() {
    CompletableFuture<HttpResponse<String>> answer =
        client.postAsync(CHAT, ServerClient.body("long", ENDLESS));
    ServerClient.await("running", () -> requests(/* running= */ true) == 1);
    return answer;
  }

  private long requests(boolean running) {
    return server.rankStats().stream()
        .mapToLong(stats -> running ? stats.running() : stats.waiting())
        .sum();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpResponse<String> answer = client.post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }
}
