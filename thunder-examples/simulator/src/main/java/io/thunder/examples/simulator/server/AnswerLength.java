package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EngineRequest;
import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.Mix;
import java.util.OptionalInt;

/**
 * Decides how long an answer is, and checks that it fits.
 *
 * @param maxTokens limit of the answer
 * @param minTokens least length of the answer
 * @param ignoreEos whether the answer goes on to its limit
 */
record AnswerLength(OptionalInt maxTokens, int minTokens, boolean ignoreEos) {

  /** Mean length of an answer that ends by itself; the lengths are exponentially distributed. */
  private static final double NATURAL_MEAN_TOKENS = 200;

  private static final double UNIT = 0x1p-53;

  /**
   * Returns the request to the engine.
   *
   * @throws ApiException if prompt and answer are longer than the model allows
   */
  EngineRequest request(long id, ChatTokens tokens, int maxModelLen, Dialect dialect) {
    int prompt = tokens.promptTokens();
    int asked = maxTokens.orElse(1);
    if ((long) prompt + asked > maxModelLen) {
      throw dialect.contextOverflow(maxModelLen, prompt, asked);
    }
    int limit = maxTokens.orElse(maxModelLen - prompt);
    int natural =
        ignoreEos ? Integer.MAX_VALUE : Math.max(minTokens, naturalTokens(tokens.promptHash()));
    return natural <= limit
        ? new EngineRequest(id, prompt, natural, tokens, FinishReason.STOP)
        : new EngineRequest(id, prompt, limit, tokens, FinishReason.LENGTH);
  }

  private static int naturalTokens(long promptHash) {
    double uniform = (Mix.hash(promptHash) >>> 11) * UNIT;
    return 1 + (int) (-StrictMath.log(1 - uniform) * NATURAL_MEAN_TOKENS);
  }
}
