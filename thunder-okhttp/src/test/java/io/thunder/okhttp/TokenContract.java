package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.chat.JsonText;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.RequestRejectedException;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenRequestBuilder;
import io.thunder.tokens.TokenResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns in tokens: what is sent to each kind of engine and what comes back. */
abstract class TokenContract extends TransportContract {

  private static final String VLLM_ANSWER =
      "{\"request_id\":\"generate-tokens-1\",\"choices\":[{\"index\":0,\"logprobs\":{\"content\":["
          + "{\"token\":\"token_id:7\",\"logprob\":-0.25,\"bytes\":null,\"top_logprobs\":[]},"
          + "{\"token_id\":8,\"logprob\":-1e-05,\"rank\":1,\"top_logprobs\":[{\"token_id\":8,"
          + "\"logprob\":-3.0}]}]},\"finish_reason\":\"stop\",\"token_ids\":[7, 8]}],"
          + "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":5,\"completion_tokens\":2,"
          + "\"prompt_tokens_details\":{\"cached_tokens\":1}}}";

  private static final String SGLANG_ANSWER =
      "{\"text\":\"Hi!\",\"output_ids\":[7,8],\"meta_info\":{\"id\":\"r-1\",\"finish_reason\":"
          + "{\"type\":\"stop\",\"matched\":8},\"prompt_tokens\":3,\"weight_version\":\"v2\","
          + "\"output_token_logprobs\":[[-0.25,7,null],[-1e-05,8,\"!\"]],"
          + "\"completion_tokens\":2,\"cached_tokens\":1,\"e2e_latency\":0.5}}";

  private Backend backend(BackendKind kind) {
    return Backend.of(kind, engine.url("/").toString()).withId("gpu1");
  }

  private static TokenRequestBuilder prompt() {
    return TokenRequest.builder(TokenIds.of(1, 0, 151_643));
  }

  private static TokenRequest small() {
    return prompt().build();
  }

  private static TokenRequest withLogprobs() {
    return prompt().logprobs(true).build();
  }

  /** Every value that there is a name for, and some that there is none for. */
  private static TokenRequest everything() {
    return prompt()
        .model("qwen \"2\"")
        .maxTokens(1024)
        .temperature(0.7)
        .topP(1)
        .stopTokenIds(5, 6)
        .seed(Long.MIN_VALUE)
        .logprobs(true)
        .samplingField("min_p", new JsonText("0.10"))
        .field("priority", new JsonText("3"))
        .field("cache_salt", JsonText.ofString("s"))
        .header("X-Mine", "yes")
        .build();
  }

  @ParameterizedTest
  @CsvSource({"VLLM", "SKYRL"})
  void generate_everythingSet_isWhatVllmTakes(BackendKind kind) {
    answerJson(200, VLLM_ANSWER);

    transport().generate(backend(kind), everything(), noCancel());

    RecordedRequest received = received();
    assertThat(received.getRequestLine()).isEqualTo("POST /inference/v1/generate HTTP/1.1");
    assertThat(received.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(received.getHeaders().get("X-Mine")).isEqualTo("yes");
    assertThat(bodyOf(received))
        .isEqualTo("{\"model\":\"qwen \\\"2\\\"\",\"token_ids\":[1,0,151643],\"sampling_params\":"
            + "{\"max_tokens\":1024,\"temperature\":0.7,\"top_p\":1.0,\"stop_token_ids\":[5,6],"
            + "\"seed\":-9223372036854775808,\"logprobs\":0,\"min_p\":0.10},"
            + "\"priority\":3,\"cache_salt\":\"s\"}");
    assertThat(received.getHeaders().get("Content-Length"))
        .isEqualTo(Long.toString(received.getBodySize()));
  }

  @ParameterizedTest
  @CsvSource({"SGLANG", "SLIME"})
  void generate_everythingSet_isWhatSglangTakes(BackendKind kind) {
    answerJson(200, SGLANG_ANSWER);

    transport().generate(backend(kind), everything(), noCancel());

    RecordedRequest received = received();
    assertThat(received.getRequestLine()).isEqualTo("POST /generate HTTP/1.1");
    assertThat(bodyOf(received))
        .isEqualTo("{\"input_ids\":[1,0,151643],\"sampling_params\":"
            + "{\"max_new_tokens\":1024,\"temperature\":0.7,\"top_p\":1.0,\"stop_token_ids\":[5,6],"
            + "\"sampling_seed\":-9223372036854775808,\"min_p\":0.10},\"return_logprob\":true,"
            + "\"priority\":3,\"cache_salt\":\"s\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;{\"token_ids\":[1,0,151643],\"sampling_params\":{}}",
        "SGLANG;{\"input_ids\":[1,0,151643],\"sampling_params\":{}}"
      })
  void generate_nothingSet_leavesAllToTheEngine(BackendKind kind, String body) {
    answerJson(200, answer(kind));

    transport().generate(backend(kind), small(), noCancel());

    assertThat(bodyOf(received())).isEqualTo(body);
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void generate_longPrompt_arrivesWhole(BackendKind kind) {
    answerJson(200, answer(kind));
    int[] ids = IntStream.range(0, 100_000).map(i -> i * 20_011 & 0x7fff_ffff).toArray();
    ids[1] = Integer.MAX_VALUE;

    transport().generate(backend(kind), TokenRequest.builder(TokenIds.of(ids)).build(), noCancel());

    RecordedRequest received = received();
    assertThat(bodyOf(received))
        .contains(Arrays.stream(ids)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]")));
    assertThat(received.getHeaders().get("Content-Length"))
        .isEqualTo(Long.toString(received.getBodySize()));
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void generate_goodAnswer_returnsItWhole(BackendKind kind) {
    answerJson(200, answer(kind));

    TokenResponse response = transport().generate(backend(kind), withLogprobs(), noCancel());

    assertThat(response.id()).isIn("generate-tokens-1", "r-1");
    assertThat(response.tokenIds()).isEqualTo(TokenIds.of(7, 8));
    assertThat(response.logprobs()).containsExactly(-0.25, -1e-05);
    assertThat(response.finishReason()).isEqualTo("stop");
    assertThat(response.isAborted()).isFalse();
    assertThat(response.usage()).isEqualTo(new Usage(3, 2, 1L));
    assertThat(response.json()).isEqualTo(answer(kind));
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void generateAsync_goodAnswer_completesWithIt(BackendKind kind) {
    answerJson(200, answer(kind));

    TokenResponse response =
        transport().generateAsync(backend(kind), small(), noCancel()).join();

    assertThat(response.tokenIds()).isEqualTo(TokenIds.of(7, 8));
    assertThat(response.logprobs()).as("not asked for").isNull();
  }

  @Test
  void generate_withoutUsage_countsWhatWasSentAndReceived() {
    answerJson(200, "{\"choices\":[{\"index\":0,\"token_ids\":[ ],\"finish_reason\":\"length\"}]}");

    TokenResponse response =
        transport().generate(backend(BackendKind.VLLM), withLogprobs(), noCancel());

    assertThat(response.usage()).isEqualTo(new Usage(3, 0, null));
    assertThat(response.logprobs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;{\"choices\":[{\"index\":0,\"token_ids\":[7],\"finish_reason\":\"abort\"}]}",
        "SGLANG;{\"output_ids\":[7],\"meta_info\":{\"finish_reason\":{\"type\":\"abort\","
            + "\"message\":\"Abort by user\",\"status_code\":null}}}",
      })
  void generate_abortedOnDemand_returnsWhatThereIs(BackendKind kind, String body) {
    answerJson(200, body);

    TokenResponse response = transport().generate(backend(kind), small(), noCancel());

    assertThat(response.isAborted()).isTrue();
    assertThat(response.tokenIds()).isEqualTo(TokenIds.of(7));
  }

  @Test
  void generate_abortedByAFailure_isOne() {
    answerJson(200, aborted(503));
    assertThatThrownBy(() -> transport().generate(backend(BackendKind.SGLANG), small(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("gpu1")
        .hasMessageContaining("no memory");

    answerJson(200, aborted(400));
    assertThatThrownBy(() -> transport().generate(backend(BackendKind.SGLANG), small(), noCancel()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("no memory");
  }

  private static String aborted(int status) {
    return "{\"output_ids\":[],\"meta_info\":{\"finish_reason\":{\"type\":\"abort\","
        + "\"message\":\"no memory\",\"status_code\":" + status + "}}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;[];no choice",
        "VLLM;{\"choices\":[]};no choice",
        "VLLM;{\"choices\":[{\"index\":0}]};no array token_ids",
        "VLLM;{\"choices\":[{\"token_ids\":null}]};no array token_ids",
        "VLLM;{\"choices\":[{\"token_ids\":[1.5]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[-1]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[[1]]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[\"1\"]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[2147483648]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[99999999999999999999]}]};not token ids",
        "VLLM;{\"choices\":[{\"token_ids\":[1]}]};1 tokens came with 0 log-probabilities",
        "VLLM;{\"choices\":[{\"token_ids\":[1],\"logprobs\":{\"content\":"
            + "[{\"logprob\":0},{\"logprob\":0}]}}]};1 tokens came with 2 log-probabilities",
        "VLLM;{\"choices\":[{\"token_ids\":[1],\"logprobs\":{\"content\":[{\"logprob\":null}]}}]}"
            + ";not a log-probability",
        "VLLM;{\"choices\":[{\"token_ids\":[1],\"logprobs\":{\"content\":[{\"logprob\":-1e999}]}}]}"
            + ";not a log-probability",
        "VLLM;{\"choices\":[{\"token_ids\":[1],\"finish_reason\":7}]};finish_reason",
        "VLLM;{\"choices\":[{\"token_ids\":[],\"finish_reason\":\"error\"}]};error of the engine",
        "VLLM;not JSON;gpu1",
        "VLLM;'';gpu1",
        "SGLANG;[];no meta_info",
        "SGLANG;{\"output_ids\":[1]};no meta_info",
        "SGLANG;{\"text\":\"x\",\"meta_info\":{}};no array output_ids",
        "SGLANG;{\"output_ids\":[1],\"meta_info\":{}};1 tokens came with 0 log-probabilities",
        "SGLANG;{\"output_ids\":[1],\"meta_info\":{\"output_token_logprobs\":[[]]}}"
            + ";not a log-probability",
        "SGLANG;{\"output_ids\":[1],\"meta_info\":{\"output_token_logprobs\":[[null,1,null]]}}"
            + ";not a log-probability",
        "SGLANG;{\"output_ids\":[1],\"meta_info\":{\"output_token_logprobs\":[[0,1],[0,2]]}}"
            + ";1 tokens came with 2 log-probabilities",
        "SGLANG;{\"output_ids\":[],\"meta_info\":{\"id\":5}};id is not a string",
      })
  void generate_answerThatIsNone_isTheBackendsFailure(BackendKind kind, String body, String why) {
    answerJson(200, body);
    assertThatThrownBy(() -> transport().generate(backend(kind), withLogprobs(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("gpu1")
        .hasMessageContaining(why);

    answerJson(200, body);
    assertThatThrownBy(() ->
            transport().generateAsync(backend(kind), withLogprobs(), noCancel()).join())
        .hasCauseInstanceOf(BackendFailedException.class);
  }

  @Test
  void generate_answerTooLarge_isTheBackendsFailure() {
    answerJson(200, VLLM_ANSWER);

    assertThatThrownBy(() -> transport(TransportOptions.DEFAULTS.withMaxResponseBytes(100))
            .generate(backend(BackendKind.VLLM), small(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VLLM;vLLM since November 2025;{\"error\":{\"message\":\"Not Found\",\"code\":404}}",
        "SKYRL;vLLM since November 2025;{\"detail\":\"Not Found\"}",
        "SGLANG;SGLang and its routers;''",
      })
  void generate_noSuchRoute_saysWhoHasIt(BackendKind kind, String words, String body) {
    answerJson(404, body);

    assertThatThrownBy(() -> transport().generate(backend(kind), small(), noCancel()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("gpu1")
        .hasMessageContaining("generate takes token ids")
        .hasMessageContaining(words);
  }

  @Test
  void generate_noSuchModel_saysNothingOfTheRoute() {
    answerJson(
        404,
        "{\"error\":{\"message\":\"The model `x` does not exist.\",\"type\":\"NotFoundError\","
            + "\"param\":\"model\",\"code\":404}}");

    assertThatThrownBy(() -> transport().generate(backend(BackendKind.VLLM), small(), noCancel()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("does not exist")
        .hasMessageNotContaining("token ids");
  }

  @Test
  void generate_kindWithoutRoute_isNotSent() {
    assertThatThrownBy(() -> transport().generate(backend(BackendKind.OPENAI), small(), noCancel()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("gpu1")
        .hasMessageContaining("chat()");
    assertThat(transport().generateAsync(backend(BackendKind.OPENAI), small(), noCancel()))
        .isCompletedExceptionally();
    assertThat(engine.getRequestCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void generate_badStatus_isTheBackendsFailure(int status) {
    answerJson(status, "{\"error\":{\"message\":\"The request queue is full.\"}}");

    assertThatThrownBy(() -> transport().generate(backend(BackendKind.SGLANG), small(), noCancel()))
        .isInstanceOf(BackendFailedException.class)
        .hasMessageContaining("queue is full");
  }

  @Test
  void generate_keyEchoed_isNotShown() {
    answerJson(400, "{\"error\":{\"message\":\"what is sk-secret-key?\"}}");

    assertThatThrownBy(() -> transport(TransportOptions.DEFAULTS.withApiKey("sk-secret-key"))
            .generate(backend(BackendKind.SGLANG), small(), noCancel()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("***")
        .hasMessageNotContaining("sk-secret-key");
    assertThat(received().getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-key");
  }

  @Test
  void generate_nobodyListens_computedNothing() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() ->
            transport().generate(Backend.vllm("http://127.0.0.1:" + port), small(), noCancel()))
        .isInstanceOf(BackendUnavailableException.class);
    assertThatThrownBy(() -> transport()
            .generateAsync(Backend.vllm("http://127.0.0.1:" + port), small(), noCancel())
            .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(BackendUnavailableException.class);
  }

  @Test
  void generate_rankOfAServer_isPinned() {
    answerJson(200, VLLM_ANSWER);

    transport().generate(backend(BackendKind.VLLM).ranks(2).get(1), small(), noCancel());

    assertThat(received().getHeaders().get("X-data-parallel-rank")).isEqualTo("1");
  }

  @Test
  void generate_rankOfAnSglangServer_isNamedInTheBody() {
    answerJson(200, SGLANG_ANSWER);

    transport().generate(backend(BackendKind.SGLANG).ranks(2).get(1), small(), noCancel());

    assertThat(bodyOf(received())).contains("\"routed_dp_rank\":1");
  }

  private static String answer(BackendKind kind) {
    return kind == BackendKind.VLLM ? VLLM_ANSWER : SGLANG_ANSWER;
  }
}
