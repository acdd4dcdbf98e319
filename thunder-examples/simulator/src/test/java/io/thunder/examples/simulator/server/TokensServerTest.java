package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.thunder.examples.simulator.EnginePresets;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens in, tokens out. */
final class TokensServerTest {

  private static final EngineServerOptions OPTIONS =
      EngineServerOptions.of(EnginePresets.Q8).withSpeed(50);
  private static final String VLLM = "/inference/v1/generate";
  private static final String SGLANG = "/generate";

  private static EngineServer vllm;
  private static EngineServer sglang;

  @BeforeAll
  static void start() {
    vllm = EngineServer.start(OPTIONS);
    sglang = EngineServer.start(OPTIONS.withDialect(Dialect.SGLANG).withRanks(2));
  }

  @AfterAll
  static void close() {
    vllm.close();
    sglang.close();
  }

  @Test
  void generate_asVllm_answersInItsShape() throws Exception {
    JsonObject answer = ask(
        vllm,
        VLLM,
        "{\"token_ids\":" + ids(1_000, 40) + ",\"sampling_params\":"
            + "{\"max_tokens\":4,\"ignore_eos\":true,\"logprobs\":0}}");

    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choice.getAsJsonArray("token_ids")).hasSize(4);
    assertThat(choice.get("finish_reason").getAsString()).isEqualTo("length");
    assertThat(choice.getAsJsonObject("logprobs").getAsJsonArray("content"))
        .hasSize(4)
        .allSatisfy(entry ->
            assertThat(entry.getAsJsonObject().get("logprob").getAsDouble()).isBetween(-4.0, 0.0));
    assertThat(answer.get("request_id").getAsString()).startsWith("generate-tokens-");
    JsonObject usage = answer.getAsJsonObject("usage");
    assertThat(usage.get("prompt_tokens").getAsInt()).isEqualTo(40);
    assertThat(usage.get("completion_tokens").getAsInt()).isEqualTo(4);
  }

  @Test
  void generate_asSglang_answersInItsShape() throws Exception {
    JsonObject answer = ask(
        sglang,
        SGLANG,
        "{\"input_ids\":" + ids(2_000, 40) + ",\"return_logprob\":true,\"sampling_params\":"
            + "{\"max_new_tokens\":4,\"ignore_eos\":true}}");

    JsonObject meta = answer.getAsJsonObject("meta_info");
    JsonArray output = answer.getAsJsonArray("output_ids");
    assertThat(output).hasSize(4);
    assertThat(answer.get("text").getAsString()).hasSize(16);
    assertThat(meta.getAsJsonObject("finish_reason").get("type").getAsString()).isEqualTo("length");
    assertThat(meta.get("prompt_tokens").getAsInt()).isEqualTo(40);
    assertThat(meta.get("completion_tokens").getAsInt()).isEqualTo(4);
    assertThat(meta.get("cached_tokens").getAsInt()).isZero();
    JsonArray logprob = meta.getAsJsonArray("output_token_logprobs").get(3).getAsJsonArray();
    assertThat(logprob.get(0).getAsDouble()).isBetween(-4.0, 0.0);
    assertThat(logprob.get(1)).isEqualTo(output.get(3));
  }

  @Test
  void generate_promptAndItsAnswer_areCached() throws Exception {
    JsonObject first = ask(vllm, VLLM, vllm(ids(3_000, 60), 20));
    String longer = ids(3_000, 60).replace("]", ",") + output(first).replace("[", "");

    JsonObject second = ask(vllm, VLLM, vllm(longer, 1));

    assertThat(cached(second)).as("79 of 80 were computed, in blocks of 16").isEqualTo(64);
  }

  @Test
  void generate_tokensOfAChat_findItsCache() throws Exception {
    String chat = ServerClient.body("A prompt that is long enough. ".repeat(20), "");
    ServerClient client = new ServerClient(vllm);
    int prompt = client.chat(chat).getAsJsonObject("usage").get("prompt_tokens").getAsInt();
    String tokens =
        ServerClient.json(client.post("/tokenize", chat)).get("tokens").toString();

    assertThat(cached(ask(vllm, VLLM, vllm(tokens, 1)))).isEqualTo((prompt - 1) / 16 * 16);
  }

  @Test
  void generate_salted_sharesNoCache() throws Exception {
    ask(vllm, VLLM, vllm(ids(4_000, 60), 1));

    String salted = vllm(ids(4_000, 60), 1).replaceFirst("\\{", "{\"cache_salt\":\"s\",");
    assertThat(cached(ask(vllm, VLLM, salted))).isZero();
  }

  @Test
  void generate_rankInTheBodyOfSglang_isThatOne() throws Exception {
    String body = "{\"input_ids\":" + ids(5_000, 60)
        + ",\"routed_dp_rank\":%d,\"sampling_params\":{\"max_new_tokens\":1}}";

    assertThat(cachedBySglang(body.formatted(1))).isZero();
    assertThat(cachedBySglang(body.formatted(0))).isZero();
    assertThat(cachedBySglang(body.formatted(1))).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "not JSON;400;JSON decode error",
        "{};400;token_ids must not be empty",
        "{\"input_ids\":[1]};400;token_ids must not be empty",
        "{\"token_ids\":[-1]};400;no token -1",
        "{\"token_ids\":[1.5]};400;Invalid request",
        "{\"token_ids\":[1],\"sampling_params\":{\"max_tokens\":0}};400;at least 1, got 0",
        "{\"token_ids\":[1],\"sampling_params\":{\"max_tokens\":99999}};400;maximum context length",
        "{\"token_ids\":[1],\"sampling_params\":{\"n\":2}};501;one answer",
        "{\"token_ids\":[1],\"stream\":true};501;not streamed",
        "{\"token_ids\":[1],\"model\":\"gpt\"};404;does not exist",
      })
  void generate_whatItCannotDo_isRefused(String body, int status, String words) throws Exception {
    HttpResponse<String> answer = new ServerClient(vllm).post(VLLM, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(message(answer)).contains(words);
  }

  @Test
  void generate_wrongAsSglang_hasItsErrorInAnEnvelope() throws Exception {
    HttpResponse<String> answer = new ServerClient(sglang).post(SGLANG, "{\"text\":\"hi\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(message(answer)).contains("input_ids must not be empty");
  }

  private static JsonObject ask(EngineServer server, String path, String body) throws Exception {
    HttpResponse<String> answer = new ServerClient(server).post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ServerClient.json(answer);
  }

  private static String vllm(String ids, int maxTokens) {
    return "{\"token_ids\":" + ids + ",\"sampling_params\":{\"max_tokens\":" + maxTokens
        + ",\"ignore_eos\":true}}";
  }

  private static String ids(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String output(JsonObject answer) {
    JsonObject choice = answer.getAsJsonArray("choices").get(0).getAsJsonObject();
    return choice.get("token_ids").toString();
  }

  private static int cached(JsonObject answer) {
    return answer
        .getAsJsonObject("usage")
        .getAsJsonObject("prompt_tokens_details")
        .get("cached_tokens")
        .getAsInt();
  }

  private static int cachedBySglang(String body) throws Exception {
    return ask(sglang, SGLANG, body)
        .getAsJsonObject("meta_info")
        .get("cached_tokens")
        .getAsInt();
  }

  private static String message(HttpResponse<String> answer) {
    return ServerClient.json(answer).getAsJsonObject("error").get("message").getAsString();
  }
}
