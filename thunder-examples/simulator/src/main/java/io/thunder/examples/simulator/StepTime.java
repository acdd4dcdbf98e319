package io.thunder.examples.simulator;

/**
 * How long one engine step takes, as a function of what it computes:
 *
 * <pre>{@code
 * t = base + max(weights * (1 - (1 - expertShare)^n), n / tokensPerSecond)
 *   + decoders * perDecoder + decodeContext * perContextToken
 *   + prefillAttention * perAttentionPair
 * }</pre>
 *
 * where {@code n} is the number of tokens in the step, {@code decodeContext} the sum of the
 * contexts of the sequences that generate, and {@code prefillAttention} the sum over prompt chunks
 * of {@code chunk * (context + chunk / 2)}. The maximum is the roofline of the linear layers:
 * either the weights are read (for a mixture of experts only those of the experts hit by some
 * token) or the arithmetic takes longer.
 *
 * @param baseSeconds fixed cost of a step: launches, scheduling, collectives
 * @param weightsSeconds time to read all weights once
 * @param expertShare chance of one token to touch a given weight: active experts over experts, 1
 *     for a dense model
 * @param tokensPerSecond arithmetic limit of the linear layers
 * @param perDecoderSeconds cost of each generating sequence
 * @param perContextTokenSeconds time to read the KV entries of one token while generating
 * @param perAttentionPairSeconds arithmetic of one query token against one key token
 */
public record StepTime(
    double baseSeconds,
    double weightsSeconds,
    double expertShare,
    double tokensPerSecond,
    double perDecoderSeconds,
    double perContextTokenSeconds,
    double perAttentionPairSeconds) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Validates that the step time is positive and finite. */
  public StepTime {
    if (!(baseSeconds > 0) || !(tokensPerSecond > 0) || !(expertShare > 0 && expertShare <= 1)) {
      throw new IllegalArgumentException("baseSeconds " + baseSeconds + ", tokensPerSecond "
          + tokensPerSecond + ", expertShare " + expertShare);
    }
  }

  /** Returns the times of a machine that is so many times as fast. */
  StepTime atSpeed(double factor) {
    return new StepTime(
        baseSeconds / factor,
        weightsSeconds / factor,
        expertShare,
        tokensPerSecond * factor,
        perDecoderSeconds / factor,
        perContextTokenSeconds / factor,
        perAttentionPairSeconds / factor);
  }

  /** Returns the duration of a step, at least one nanosecond. */
  long nanos(StepBatch batch) {
    double seconds =
        seconds(batch.tokens(), batch.decoders(), batch.decodeContext(), batch.prefillAttention());
    return Math.max(1, Math.round(seconds * NANOS_PER_SECOND));
  }

  /**
   * Returns the duration of a step in seconds.
   *
   * @param tokens all tokens computed
   * @param decoders sequences that generate
   * @param decodeContext sum of their contexts
   * @param prefillAttention query-key pairs of the prompt chunks
   */
  public double seconds(int tokens, int decoders, long decodeContext, double prefillAttention) {
    double touched = expertShare == 1 ? 1 : 1 - StrictMath.pow(1 - expertShare, tokens);
    return baseSeconds
        + Math.max(weightsSeconds * touched, tokens / tokensPerSecond)
        + decoders * perDecoderSeconds
        + decodeContext * perContextTokenSeconds
        + prefillAttention * perAttentionPairSeconds;
  }
}
