package io.thunder.okhttp.internal;

import io.thunder.chat.JsonText;
import io.thunder.chat.Usage;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tokens as vLLM takes them ({@code vllm/entrypoints/serve/disagg/protocol.py}, later {@code
 * scale_out/token_in_token_out/protocol.py}), and so SkyRL's router, which passes them on:
 *
 * <pre>{@code
 * {"model":"m","token_ids":[1,2],"sampling_params":{"max_tokens":8,"logprobs":0}}
 *
 * {"request_id":"…","choices":[{"index":0,"token_ids":[3],"finish_reason":"stop",
 *   "logprobs":{"content":[{"logprob":-0.5,…}]}}],"usage":{…}}
 * }</pre>
 *
 * <p>{@code "logprobs":0} asks for the sampled token's and no other's. Entries named the token as text
 * before 2026 and name its id since; neither is looked at. Usage is not there in all versions.
 */
final class VllmTokens implements TokenDialect {

  static final String PATH = "/inference/v1/generate";

  static final TokenDialect DIALECT = new VllmTokens();

  private static final SamplingFields SAMPLING = new SamplingFields("max_tokens", "seed");

  private static final String[] OF_ANSWER = {"choices", "usage", "request_id", "id"};
  private static final String[] OF_CHOICE = {"token_ids", "finish_reason", "logprobs"};

  private VllmTokens() {}

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String availability() {
    return "vLLM since November 2025";
  }

  @Override
  public void write(TokenRequest request, @Nullable Integer rank, JsonOut out) throws IOException {
    out.verbatim("{");
    String model = request.model();
    if (model != null) {
      out.verbatim("\"model\":").quoted(model).verbatim(",");
    }
    out.verbatim("\"token_ids\":").array(request.prompt());
    out.verbatim(",\"sampling_params\":");
    SAMPLING.write(request.sampling(), request.sampling().logprobs() ? "logprobs" : null, out);
    for (Map.Entry<String, JsonText> field : request.fields().entrySet()) {
      TurnBody.field(out, field.getKey(), field.getValue().text());
    }
  }

  @Override
  public AnswerCodec<TokenResponse> codec(TokenRequest request) {
    return (json, body) -> decode(request, json, body);
  }

  private static TokenResponse decode(TokenRequest request, String json, JsonView body)
      throws MalformedException {
    if (!body.isObject()) {
      throw new MalformedException("no choice in", json);
    }
    @Nullable JsonView[] answer = body.get(OF_ANSWER);
    JsonView choice = answer[0] == null ? null : Choices.first(answer[0]);
    if (choice == null) {
      throw new MalformedException("no choice in", json);
    }
    @Nullable JsonView[] first = choice.get(OF_CHOICE);
    TokenIds tokens = TokenLists.ids("token_ids", first[0]);
    String finishReason = Choices.text("finish_reason", first[1]);
    Usage usage = UsageCodec.decode(answer[1]);
    String id = Choices.text("request_id", answer[2]);
    return new TokenResponse(
        id == null ? Objects.requireNonNullElse(Choices.text("id", answer[3]), "") : id,
        tokens,
        request.sampling().logprobs() ? logprobs(tokens.size(), first[2]) : null,
        TokenLists.finishReason(finishReason),
        usage == null ? new Usage(request.prompt().size(), tokens.size(), null) : usage,
        json);
  }

  private static double[] logprobs(int tokens, @Nullable JsonView logprobs)
      throws MalformedException {
    JsonView content = logprobs != null && logprobs.isObject() ? logprobs.get("content") : null;
    return TokenLists.logprobs(
        tokens, content, entry -> entry.isObject() ? entry.get("logprob") : null);
  }
}
