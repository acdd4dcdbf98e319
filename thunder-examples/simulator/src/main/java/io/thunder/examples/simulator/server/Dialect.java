package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineKind;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.RequestReport;
import org.jspecify.annotations.Nullable;

/** What servers say differently. */
public enum Dialect {
  /** vLLM 0.27. */
  VLLM(EngineKind.VLLM) {
    @Override
    int tokensMax(EnginePreset preset) {
      return preset.maxModelLen();
    }

    @Override
    String model(String asked, String served) {
      Models.check(asked, served);
      return served;
    }

    @Override
    ApiException contextOverflow(int maxModelLen, long promptTokens, long outputTokens) {
      return ApiException.contextOverflow(maxModelLen, promptTokens, outputTokens);
    }

    @Override
    String error(ApiException error) {
      return error.json();
    }

    @Override
    void writeUsage(Usage usage, JsonText json) {
      usage.write(json);
    }

    @Override
    void writeMatchedStop(@Nullable FinishReason reason, JsonText json) {}

    @Override
    TokenNames tokenNames() {
      return TokenNames.VLLM;
    }

    @Override
    String tokens(TokenJson json, RequestReport report) {
      return json.vllm(report);
    }
  },

  /** SGLang 0.5.18. */
  SGLANG(EngineKind.SGLANG) {
    // One page and one token stay free.
    @Override
    int tokensMax(EnginePreset preset) {
      long memory = (preset.blocks() - 2L) * preset.blockSize();
      return (int) Math.min(preset.maxModelLen(), memory) - 1;
    }

    // Any name is answered, and echoed.
    @Override
    String model(String asked, String served) {
      return asked.isEmpty() ? served : asked;
    }

    @Override
    ApiException contextOverflow(int maxModelLen, long promptTokens, long outputTokens) {
      return ApiException.badRequest(
          null,
          promptTokens >= maxModelLen
              ? "The input (" + promptTokens
                  + " tokens) is longer than the model's context length (" + maxModelLen
                  + " tokens)."
              : "Requested token count exceeds the model's maximum context length of " + maxModelLen
                  + " tokens. You requested a total of " + (promptTokens + outputTokens)
                  + " tokens.");
    }

    @Override
    String error(ApiException error) {
      return error.flatJson();
    }

    @Override
    void writeUsage(Usage usage, JsonText json) {
      json.name("usage").beginObject();
      json.name("prompt_tokens").value(usage.promptTokens());
      json.name("total_tokens").value((long) usage.promptTokens() + usage.completionTokens());
      json.name("completion_tokens").value(usage.completionTokens());
      json.name("prompt_tokens_details");
      Integer cached = usage.cachedTokens();
      if (cached == null || cached == 0) {
        json.nullValue(); // what is not cached is not mentioned
      } else {
        json.beginObject().name("cached_tokens").value(cached).endObject();
      }
      json.name("reasoning_tokens").value(0).endObject();
    }

    @Override
    void writeMatchedStop(@Nullable FinishReason reason, JsonText json) {
      json.name("matched_stop");
      if (reason == FinishReason.STOP) {
        json.value(END_OF_TURN);
      } else {
        json.nullValue();
      }
    }

    @Override
    TokenNames tokenNames() {
      return TokenNames.SGLANG;
    }

    @Override
    String tokens(TokenJson json, RequestReport report) {
      return json.sglang(report);
    }
  };

  static final int END_OF_TURN = 151_645;

  private final EngineKind engine;

  Dialect(EngineKind engine) {
    this.engine = engine;
  }

  /**
   * The engine behind it.
   *
   * @return whose scheduler it has
   */
  public EngineKind engine() {
    return engine;
  }

  /** The longest prompt and answer together that a server takes. */
  abstract int tokensMax(EnginePreset preset);

  /** The name of the model in the answer. */
  abstract String model(String asked, String served);

  abstract ApiException contextOverflow(int maxModelLen, long promptTokens, long outputTokens);

  abstract String error(ApiException error);

  abstract void writeUsage(Usage usage, JsonText json);

  /** Says which token ended an answer. */
  abstract void writeMatchedStop(@Nullable FinishReason reason, JsonText json);

  /** What it calls the fields of a request in tokens. */
  abstract TokenNames tokenNames();

  /** The answer to a request in tokens. */
  abstract String tokens(TokenJson json, RequestReport report);
}
