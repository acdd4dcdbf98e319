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
 * Tokens as SGLang takes them ({@code python/sglang/srt/managers/io_struct.py}, {@code
 * GenerateReqInput}), and so slime's router and the SGLang gateway, which pass them on:
 *
 * <pre>{@code
 * {"input_ids":[1,2],"sampling_params":{"max_new_tokens":8},"return_logprob":true}
 *
 * {"text":"…","output_ids":[3],"meta_info":{"id":"…","finish_reason":{"type":"stop"},
 *   "prompt_tokens":2,"completion_tokens":1,"cached_tokens":0,
 *   "output_token_logprobs":[[-0.5,3,null]]}}
 * }</pre>
 *
 * <p>One model is served, so that none is named. An abort that somebody asked for is an answer, and
 * one with a status is a failure: {@code {"type":"abort","message":"…","status_code":503}}.
 */
final class SglangTokens implements TokenDialect {

  static final String PATH = "/generate";

  static final TokenDialect DIALECT = new SglangTokens();

  private static final SamplingFields SAMPLING =
      new SamplingFields("max_new_tokens", "sampling_seed");

  private static final String[] OF_META = {"id", "finish_reason", "output_token_logprobs"};

  private SglangTokens() {}

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String availability() {
    return "SGLang and its routers";
  }

  @Override
  public void write(TokenRequest request, @Nullable Integer rank, JsonOut out) throws IOException {
    out.verbatim("{\"input_ids\":").array(request.prompt());
    out.verbatim(",\"sampling_params\":");
    SAMPLING.write(request.sampling(), /* more= */ null, out);
    if (request.sampling().logprobs()) {
      out.verbatim(",\"return_logprob\":true");
    }
    if (rank != null) { // the header is for the routes of OpenAI only
      TurnBody.field(out, "routed_dp_rank", rank.toString());
    }
    for (Map.Entry<String, JsonText> field : request.fields().entrySet()) {
      TurnBody.field(out, field.getKey(), field.getValue().text());
    }
  }

  @Override
  public AnswerCodec<TokenResponse> codec(TokenRequest request) {
    return new Codec(request);
  }

  private record Codec(TokenRequest request) implements AnswerCodec<TokenResponse> {

    @Override
    public @Nullable EngineError error(JsonView body) {
      EngineError error = EngineError.find(body);
      JsonView reason = error == null ? finishReason(body) : null;
      Long status = reason == null ? null : reason.wholeNumberAt("status_code");
      if (reason == null || status == null || status < 400 || status > 599) {
        return error;
      }
      String words = reason.stringAt("message");
      return new EngineError(words == null ? "" : Excerpt.of(words), status.intValue());
    }

    private static @Nullable JsonView finishReason(JsonView body) {
      JsonView meta = body.isObject() ? body.get("meta_info") : null;
      JsonView reason = meta != null && meta.isObject() ? meta.get("finish_reason") : null;
      return reason != null && reason.isObject() ? reason : null;
    }

    @Override
    public TokenResponse decode(String json, JsonView body) throws MalformedException {
      JsonView meta = body.isObject() ? body.get("meta_info") : null;
      if (meta == null || !meta.isObject()) {
        throw new MalformedException("no meta_info in", json);
      }
      @Nullable JsonView[] parts = meta.get(OF_META);
      TokenIds tokens = TokenLists.ids("output_ids", body.get("output_ids"));
      JsonView reason = parts[1];
      return new TokenResponse(
          Objects.requireNonNullElse(Choices.text("id", parts[0]), ""),
          tokens,
          request.sampling().logprobs() ? logprobs(tokens, parts[2]) : null,
          TokenLists.finishReason(
              reason != null && reason.isObject()
                  ? Choices.text("type", reason.get("type"))
                  : Choices.text("finish_reason", reason)),
          usage(meta, tokens.size()),
          json);
    }

    private static double[] logprobs(TokenIds tokens, @Nullable JsonView list)
        throws MalformedException {
      return TokenLists.logprobs(tokens.size(), list, SglangTokens::first);
    }

    /** What SGLang counted, cached tokens always among it. */
    private Usage usage(JsonView meta, int generated) {
      Long prompt = UsageCodec.count(meta, "prompt_tokens");
      Long completion = UsageCodec.count(meta, "completion_tokens");
      return new Usage(
          prompt == null ? request.prompt().size() : prompt,
          completion == null ? generated : completion,
          UsageCodec.count(meta, "cached_tokens"));
    }
  }

  /** The first item of {@code [logprob,id,text]}. */
  private static @Nullable JsonView first(JsonView entry) {
    JsonView[] found = new JsonView[1];
    if (entry.isArray()) {
      entry.items(item -> found[0] = found[0] == null ? item : found[0]);
    }
    return found[0];
  }
}
