package io.thunder.examples.simulator;

import java.util.Objects;

/**
 * One request to the engine.
 *
 * @param id unique among the requests that are in the engine
 * @param promptTokens length of the prompt, at least 1
 * @param outputTokens number of tokens after which the request finishes, at least 1
 * @param tokens identity of prompt and output
 * @param finishReason why generation ends after {@code outputTokens}; by {@code LENGTH} if the
 *     request came with that limit, which SGLang plans its memory with
 * @param seenTokens how many tokens at the start of the prompt its program has had computed before;
 *     the engine counts them as recomputed if they are not cached any more, and does nothing else
 *     with the number
 * @param tool name of the tool that its answer calls, empty if none is known; only an engine that
 *     plans for the program's return reads it
 */
public record EngineRequest(
    long id,
    int promptTokens,
    int outputTokens,
    TokenSource tokens,
    FinishReason finishReason,
    int seenTokens,
    String tool) {

  /** Validates the lengths. */
  public EngineRequest {
    Objects.requireNonNull(tokens, "tokens");
    Objects.requireNonNull(finishReason, "finishReason");
    Objects.requireNonNull(tool, "tool");
    if (promptTokens < 1 || outputTokens < 1) {
      throw new IllegalArgumentException(
          "request " + id + " needs at least one prompt token and one" + " output token, not "
              + promptTokens + " and " + outputTokens);
    }
    if (seenTokens < 0 || seenTokens > promptTokens) {
      throw new IllegalArgumentException("request " + id + " has a prompt of " + promptTokens
          + " tokens, of which " + seenTokens + " cannot have been seen");
    }
  }

  /** Creates a request that calls no tool. */
  public EngineRequest(
      long id,
      int promptTokens,
      int outputTokens,
      TokenSource tokens,
      FinishReason finishReason,
      int seenTokens) {
    this(id, promptTokens, outputTokens, tokens, finishReason, seenTokens, "");
  }

  /** Creates a request whose prompt is new. */
  public EngineRequest(
      long id, int promptTokens, int outputTokens, TokenSource tokens, FinishReason finishReason) {
    this(id, promptTokens, outputTokens, tokens, finishReason, 0);
  }

  /** Creates a request whose prompt is new and that ends by its token limit. */
  public EngineRequest(long id, int promptTokens, int outputTokens, TokenSource tokens) {
    this(id, promptTokens, outputTokens, tokens, FinishReason.LENGTH);
  }
}
