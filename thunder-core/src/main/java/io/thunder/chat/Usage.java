package io.thunder.chat;

import io.thunder.backend.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one turn, as the engine counted them.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens generated tokens, reasoning included
 * @param cachedTokens prompt tokens whose KV cache was reused, or null if the engine does not say
 */
public record Usage(
    long promptTokens, long completionTokens, @Nullable Long cachedTokens) {

  /** Checks that no count is negative, or above {@link TokenCounts#MAX}. */
  public Usage {
    TokenCounts.checked(promptTokens, "promptTokens");
    TokenCounts.checked(completionTokens, "completionTokens");
    if (cachedTokens != null) {
      TokenCounts.checked(cachedTokens, "cachedTokens");
    }
  }

  /**
   * The size of the context after the turn.
   *
   * @return prompt plus completion tokens
   */
  public long totalTokens() {
    return promptTokens + completionTokens;
  }
}
