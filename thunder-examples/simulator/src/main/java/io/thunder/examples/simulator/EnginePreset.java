package io.thunder.examples.simulator;

import java.util.Objects;

/**
 * One deployment of a model: everything that an {@link InferenceEngine} needs to know.
 *
 * @param name name of the preset
 * @param modelName name under which the model is served
 * @param capacityTokens tokens that the KV cache holds
 * @param blockSize tokens per KV block, or per page of SGLang's
 * @param maxBatchedTokens token budget of one step, or SGLang's chunked prefill size
 * @param maxSeqs most requests that run at once
 * @param maxModelLen longest sequence, prompt and output
 * @param stepTime duration of a step
 * @param reserveFullSequence whether admission needs room for the whole sequence (vLLM since March
 *     2026) or for its first chunk only (before); SGLang always needs room for all of it
 */
public record EnginePreset(
    String name,
    String modelName,
    long capacityTokens,
    int blockSize,
    int maxBatchedTokens,
    int maxSeqs,
    int maxModelLen,
    StepTime stepTime,
    boolean reserveFullSequence) {

  /** Validates that the longest sequence fits, as vLLM does when it starts. */
  public EnginePreset {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(modelName, "modelName");
    Objects.requireNonNull(stepTime, "stepTime");
    if (blockSize < 1 || maxBatchedTokens < 1 || maxSeqs < 1 || maxModelLen < 2) {
      throw new IllegalArgumentException("blockSize " + blockSize + ", maxBatchedTokens "
          + maxBatchedTokens + ", maxSeqs " + maxSeqs + ", maxModelLen " + maxModelLen);
    }
    if (capacityTokens / blockSize >= Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException("capacityTokens " + capacityTokens + " is too large");
    }
    if ((maxModelLen + blockSize - 1L) / blockSize > capacityTokens / blockSize) {
      throw new IllegalArgumentException("maxModelLen " + maxModelLen
          + " does not fit into a KV cache of " + capacityTokens + " tokens");
    }
  }

  /**
   * Returns a named preset; see {@link EnginePresets} for what they stand for.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static EnginePreset byName(String name) {
    return EnginePresets.byName(name);
  }

  /** Returns the number of blocks, one more than are usable because block 0 is the null block. */
  public int blocks() {
    return Math.toIntExact(capacityTokens / blockSize) + 1;
  }

  /** Returns the same deployment with whole-sequence or first-chunk admission. */
  public EnginePreset withFullSequenceAdmission(boolean whole) {
    return with(capacityTokens, maxModelLen, whole);
  }

  /** Returns the same deployment with another KV cache; the longest sequence shrinks with it. */
  public EnginePreset withCapacityTokens(long tokens) {
    long longest = tokens / blockSize * blockSize;
    return with(tokens, (int) Math.min(maxModelLen, longest), reserveFullSequence);
  }

  /** Returns the same deployment on a machine that is so many times as fast. */
  public EnginePreset atSpeed(double factor) {
    return withStepTime(stepTime.atSpeed(factor));
  }

  /** Returns the same deployment with steps of other durations. */
  public EnginePreset withStepTime(StepTime other) {
    return new EnginePreset(
        name,
        modelName,
        capacityTokens,
        blockSize,
        maxBatchedTokens,
        maxSeqs,
        maxModelLen,
        other,
        reserveFullSequence);
  }

  private EnginePreset with(long capacity, int longest, boolean whole) {
    return new EnginePreset(
        name, modelName, capacity, blockSize, maxBatchedTokens, maxSeqs, longest, stepTime, whole);
  }
}
