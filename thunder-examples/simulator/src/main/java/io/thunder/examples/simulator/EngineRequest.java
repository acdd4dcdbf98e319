package io.thunder.examples.simulator;

import java.util.Objects;

/**
 * One request to the engine.
 *
 * @param id unique among the requests that are in the engine
 * @param promptTokens length of the prompt, at least 1
 * @param outputTokens number of tokens after which the request finishes, at least 1
 * @param tokens identity of prompt and output
 * @param finishReason why generation ends after {@code outputTokens}
 */
public record EngineRequest(
    long id, int promptTokens, int outputTokens, TokenSource tokens, FinishReason finishReason) {

  /** Validates the lengths. */
  public EngineRequest {
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(finishReason, "finishReason");
    if (promptTokens < 1 || outputTokens < 1) {
      throw new IllegalArgumentException(
          "request " + id + " needs at least one prompt token and one" + " output token, not "
              + promptTokens + " and " + outputTokens);
    }
  }

  /** Creates a request that ends by its token limit. */
  public EngineRequest(long id, int promptTokens, int outputTokens, TokenSource tokens) {
    this(id, promptTokens, outputTokens, tokens, FinishReason.LENGTH);
  }
}
