package io.thunder.examples.llamacpp.engine;

import io.thunder.examples.llamacpp.gguf.ModelSize;
import io.thunder.examples.llamacpp.gguf.RandomModel;

/**
 * How to run llama.cpp.
 *
 * @param model size of the model
 * @param slots how many requests are computed at a time; each slot keeps the cache of its last one
 * @param slotTokens longest prompt with its answer
 * @param threads threads that compute
 * @param seed of the model's weights
 */
public record EngineOptions(ModelSize model, int slots, int slotTokens, int threads, long seed) {

  /** Most slots: llama.cpp's own limit on sequences. */
  public static final int SLOTS_MAX = 64;

  /** Fewest tokens of a slot: llama.cpp rounds the cache up to multiples of this. */
  public static final int SLOT_TOKENS_MIN = 256;

  private static final int THREADS_MAX = 512;

  /** Checks the ranges. */
  public EngineOptions {
    within("slots", slots, 1, SLOTS_MAX);
    within("slot tokens", slotTokens, SLOT_TOKENS_MIN, RandomModel.CONTEXT_MAX);
    within("threads", threads, 1, THREADS_MAX);
  }

  private static void within(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " must be from " + min + " to " + max + ", was " + value);
    }
  }

  /**
   * What the model is called in requests.
   *
   * @return the name
   */
  public String modelName() {
    return "random-" + model.label();
  }
}
