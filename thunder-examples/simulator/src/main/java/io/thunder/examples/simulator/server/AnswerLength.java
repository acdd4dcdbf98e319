package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineRequest;
import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.Mix;

/** Decides how long an answer is, and checks that it fits. */
final class AnswerLength {

  /** Mean length of an answer that ends by itself; the lengths are exponentially distributed. */
  private static final double NATURAL_MEAN_TOKENS = 200;

  private static final double UNIT = 0x1p-53;

  private AnswerLength() {}

  /**
   * Returns the request to the engine.
   *
   * @throws ApiException if prompt and answer are longer than the model allows
   */
  static EngineRequest request(
      long id, ChatRequest chat, ChatTokens tokens, int maxModelLen, Dialect dialect) {
    int prompt = tokens.promptTokens();
    int asked = chat.maxTokens().orElse(1);
    if ((long) prompt + asked > maxModelLen) {
      throw dialect.contextOverflow(maxModelLen, prompt, asked);
    }
    int limit = chat.maxTokens().orElse(maxModelLen - prompt);
    int natural = chat.ignoreEos()
        ? Integer.MAX_VALUE
        : Math.max(chat.minTokens(), naturalTokens(tokens.promptHash()));
    return natural <= limit
        ? new EngineRequest(id, prompt, natural, tokens, FinishReason.STOP)
        : new EngineRequest(id, prompt, limit, tokens, FinishReason.LENGTH);
  }

  private static int naturalTokens(long promptHash) {
    double uniform = (Mix.hash(promptHash) >>> 11) * UNIT;
    return 1 + (int) (-StrictMath.log(1 - uniform) * NATURAL_MEAN_TOKENS);
  }
}
