package io.thunder.tokens;

import io.thunder.backend.TokenCounts;
import io.thunder.chat.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How tokens are chosen. Immutable.
 *
 * @param maxTokens the bound on generated tokens; 0 leaves it to the engine, which may stop after as
 *     few as 16 (older vLLM) or 128 (SGLang)
 * @param temperature at least 0, or null for the engine's default
 * @param topP above 0 and at most 1, or null for the engine's default
 * @param stopTokenIds tokens after which the answer ends, beside the model's own
 * @param seed makes sampling repeatable as far as the engine can, or null
 * @param logprobs whether the log-probability of each generated token is wanted
 * @param fields every other sampling parameter, named as the engine names it, in order and verbatim
 */
public record SamplingParams(
    int maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    TokenIds stopTokenIds,
    @Nullable Long seed,
    boolean logprobs,
    Map<String, JsonText> fields) {

  /** Names that components have with one engine or another, and {@code n}: one answer to a turn. */
  private static final Set<String> RESERVED = Set.of(
      "max_tokens",
      "max_new_tokens",
      "temperature",
      "top_p",
      "stop_token_ids",
      "seed",
      "sampling_seed",
      "logprobs",
      "n");

  /** Checks and copies. */
  public SamplingParams {
    Objects.requireNonNull(stopTokenIds, "stopTokenIds");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    TokenCounts.checked(maxTokens, "maxTokens");
    if (temperature != null && !(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("temperature must be >= 0, was " + temperature);
    }
    if (topP != null && !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be > 0 and <= 1, was " + topP);
    }
    for (String name : RESERVED) {
      if (fields.containsKey(name)) {
        throw new IllegalArgumentException("'" + name + "' is not a free sampling parameter");
      }
    }
  }
}
