package io.thunder.examples.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The named deployments.
 *
 * <p>{@link #GLM}, {@link #QWEN} and {@link #Q8} are calibrated: with them and the {@link
 * ScienceWorkloads} the model reproduces the throughput and hit rates that the ThunderAgent paper
 * (arXiv:2602.13692, figures 4 and 5) reports for vLLM, within about 25 % at most points; those
 * points themselves scatter by 15-20 %. The exceptions stand at {@link ScienceWorkloads}.
 * The others follow from model shape and hardware, see {@link Accelerator#stepTime}. Token budgets
 * and sequence limits are vLLM's defaults for the hardware, and the budgets SGLang's as well; capacities are device memory times
 * utilisation (0.90 to 0.92) less weights and activations.
 *
 * <p>All presets admit by the first chunk only, as the vLLM of the paper's time did.
 */
public final class EnginePresets {

  private static final int BLOCK_SIZE = 16;

  /** GLM-4.6 FP8 with an FP8 KV cache on eight H100 (TP8). */
  public static final EnginePreset GLM = preset(
      "glm-4.6-8xh100",
      "zai-org/GLM-4.6-FP8",
      1_150_000,
      8_192,
      1_024,
      202_752,
      new StepTime(.0107, .0119, .05, 31_000, 2e-5, 8.8e-9, 1.2e-9));

  /** Qwen3-235B-A22B FP8 with an FP8 KV cache on eight H100 (TP8). */
  public static final EnginePreset QWEN = preset(
      "qwen3-235b-8xh100",
      "Qwen/Qwen3-235B-A22B-FP8",
      1_600_000,
      8_192,
      1_024,
      262_144,
      new StepTime(.0110, .0085, .0625, 40_000, 2e-5, 8.8e-9, 1.0e-9));

  /** Qwen3-8B BF16 on one RTX 5090; its context is extended (YaRN) past the native 40,960. */
  public static final EnginePreset Q8 = preset(
      "qwen3-8b-rtx5090",
      "Qwen/Qwen3-8B",
      72_500,
      2_048,
      256,
      65_536,
      new StepTime(.0029, .0108, 1, 3_450, 3e-5, 8.8e-8, 6.5e-9));

  /** Qwen3-32B BF16 on one H100, which leaves little room for the KV cache. */
  public static final EnginePreset QWEN3_32B_H100 = preset(
      "qwen3-32b-h100",
      "Qwen/Qwen3-32B",
      38_000,
      8_192,
      1_024,
      32_768,
      Accelerator.H100.stepTime(ModelShape.QWEN3_32B));

  /** Qwen3-32B BF16 on one H200. */
  public static final EnginePreset QWEN3_32B_H200 = preset(
      "qwen3-32b-h200",
      "Qwen/Qwen3-32B",
      264_000,
      8_192,
      1_024,
      40_960,
      Accelerator.H200.stepTime(ModelShape.QWEN3_32B));

  /** Qwen3-14B BF16 on one H100. */
  public static final EnginePreset QWEN3_14B_H100 = preset(
      "qwen3-14b-h100",
      "Qwen/Qwen3-14B",
      280_000,
      8_192,
      1_024,
      40_960,
      Accelerator.H100.stepTime(ModelShape.QWEN3_14B));

  private static final List<EnginePreset> ALL =
      List.of(GLM, QWEN, Q8, QWEN3_32B_H100, QWEN3_32B_H200, QWEN3_14B_H100);

  private static final Map<String, EnginePreset> ALIASES =
      Map.of("glm", GLM, "qwen", QWEN, "q8", Q8);

  private EnginePresets() {}

  /** Returns all presets. */
  public static List<EnginePreset> all() {
    return ALL;
  }

  static EnginePreset byName(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    EnginePreset alias = ALIASES.get(wanted);
    if (alias != null) {
      return alias;
    }
    return ALL.stream()
        .filter(preset -> preset.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "unknown engine preset '" + name + "', known are " + names()));
  }

  private static String names() {
    String full = ALL.stream().map(EnginePreset::name).collect(Collectors.joining(", "));
    String aliases = ALIASES.keySet().stream().sorted().collect(Collectors.joining(", "));
    return full + " and for short " + aliases;
  }

  private static EnginePreset preset(
      String name,
      String modelName,
      long capacityTokens,
      int maxBatchedTokens,
      int maxSeqs,
      int maxModelLen,
      StepTime stepTime) {
    return new EnginePreset(
        name,
        modelName,
        capacityTokens,
        BLOCK_SIZE,
        maxBatchedTokens,
        maxSeqs,
        maxModelLen,
        stepTime,
        false);
  }
}
