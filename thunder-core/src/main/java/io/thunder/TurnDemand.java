package io.thunder;

import java.util.Objects;

/**
 * What a turn will need, told by a caller who brings an HTTP client of its own.
 *
 * @param promptTokens the prompt's tokens if they are known, else 0
 * @param promptChars the prompt's characters, from which tokens are estimated; 0 if unknown
 * @param maxTokens the bound on generated tokens, 0 for none
 * @param model the model's name, empty if there is only one
 */
public record TurnDemand(long promptTokens, long promptChars, int maxTokens, String model) {

  /** Checks that something is known of the prompt, and that nothing is negative. */
  public TurnDemand {
    Objects.requireNonNull(model, "model");
    if (promptTokens < 0 || promptChars < 0 || maxTokens < 0) {
      throw new IllegalArgumentException(
          "promptTokens, promptChars and maxTokens must be >= 0, were "
              + promptTokens
              + ", "
              + promptChars
              + ", "
              + maxTokens);
    }
    if (promptTokens == 0 && promptChars == 0) {
      throw new IllegalArgumentException("either promptTokens or promptChars must be given");
    }
  }

  /**
   * A turn whose prompt was tokenised already.
   *
   * @param tokens the prompt's tokens, at least 1
   * @return the demand
   */
  public static TurnDemand ofTokens(long tokens) {
    return new TurnDemand(tokens, 0, 0, "");
  }

  /**
   * A turn whose prompt is known as text only.
   *
   * @param chars the prompt's characters, at least 1
   * @return the demand
   */
  public static TurnDemand ofChars(long chars) {
    return new TurnDemand(0, chars, 0, "");
  }

  /**
   * This demand with a bound on generated tokens.
   *
   * @param tokens at least 1; 0 for none
   * @return a copy
   */
  public TurnDemand withMaxTokens(int tokens) {
    return new TurnDemand(promptTokens, promptChars, tokens, model);
  }
}
