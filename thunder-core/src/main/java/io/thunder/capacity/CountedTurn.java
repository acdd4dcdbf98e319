package io.thunder.capacity;

/**
 * What an engine counted for the last turn of a program.
 *
 * @param promptChars the prompt's characters, 0 if unknown
 * @param promptTokens the prompt's tokens
 * @param completionTokens the generated tokens
 */
public record CountedTurn(long promptChars, long promptTokens, long completionTokens) {

  /**
   * The size of the context after the turn.
   *
   * @return tokens
   */
  public long totalTokens() {
    return promptTokens + completionTokens;
  }

  /**
   * The program's own ratio, within the bounds of what tokenisers do.
   *
   * @return characters per token
   */
  double charsPerToken() {
    return promptChars == 0
        ? TokenEstimator.DEFAULT_CHARS_PER_TOKEN
        : TokenEstimator.clamped((double) promptChars / promptTokens);
  }
}
