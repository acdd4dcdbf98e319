package io.thunder.examples.replay;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.gguf.ModelSize;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The real engines that a replay can start. */
enum LlamaPreset {
  /** Computes a thousand tokens of prompt in a second or two. */
  LLAMACPP("llamacpp", ModelSize.SMALL, 16, 2_048),
  /** So small that everything else takes longer: for tests. */
  LLAMACPP_TINY("llamacpp-tiny", ModelSize.TINY, 4, 1_024);

  private static final long SEED = 1;

  /**
   * Two threads wait for each other several times per token, so that on a machine with other work
   * they are no faster than one, and much less steady.
   */
  private static final int THREADS = 1;

  final String label;
  final int slots;
  final int slotTokens;
  private final ModelSize model;

  LlamaPreset(String label, ModelSize model, int slots, int slotTokens) {
    this.label = label;
    this.model = model;
    this.slots = slots;
    this.slotTokens = slotTokens;
  }

  static Optional<LlamaPreset> byLabel(@Nullable String label) {
    return Arrays.stream(values()).filter(preset -> preset.label.equals(label)).findFirst();
  }

  EngineOptions options() {
    return new EngineOptions(model, slots, slotTokens, THREADS, SEED);
  }
}
