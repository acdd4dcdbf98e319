package io.thunder.chat;

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

  /** Checks that no count is negative. */
  public Usage {
    if (promptTokens < 0 || completionTokens < 0 || (cachedTokens != null && cachedTokens < 0)) {
      throw new IllegalArgumentException("token counts must be >= 0, were prompt "
          + promptTokens
          + ", completion "
          + completionTokens
          + ", cached "
          + cachedTokens);
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
