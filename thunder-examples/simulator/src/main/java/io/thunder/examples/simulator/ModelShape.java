package io.thunder.examples.simulator;

/**
 * The shape of a dense transformer with grouped-query attention.
 *
 * @param layers number of layers
 * @param queryHeads query heads per layer
 * @param kvHeads key-value heads per layer
 * @param headDimension size of a head
 * @param hidden width of the residual stream
 * @param feedForward inner width of the gated feed-forward layer
 * @param parameters all weights, embeddings included
 * @param bytesPerParameter size of a weight
 * @param bytesPerKvValue size of a cached key or value
 */
public record ModelShape(
    int layers,
    int queryHeads,
    int kvHeads,
    int headDimension,
    int hidden,
    int feedForward,
    double parameters,
    int bytesPerParameter,
    int bytesPerKvValue) {

  /** Qwen3-32B in BF16 (its published configuration). */
  public static final ModelShape QWEN3_32B =
      new ModelShape(64, 64, 8, 128, 5_120, 25_600, 32.76e9, 2, 2);

  /** Qwen3-14B in BF16 (its published configuration). */
  public static final ModelShape QWEN3_14B =
      new ModelShape(40, 40, 8, 128, 5_120, 17_408, 14.77e9, 2, 2);

  /** Returns the multiply-adds times two of the linear layers for one token. */
  double linearFlopsPerToken() {
    double attention = 2.0 * hidden * (queryHeads + 2.0 * kvHeads) * headDimension
        + 2.0 * queryHeads * headDimension * hidden;
    double gated = 6.0 * hidden * feedForward;
    return layers * (attention + gated);
  }

  /** Returns the arithmetic of one query token against one key token. */
  double attentionFlopsPerPair() {
    return 4.0 * queryHeads * headDimension * layers;
  }

  double weightBytes() {
    return parameters * bytesPerParameter;
  }

  /** Returns the size of the KV entries of one token. */
  public long kvBytesPerToken() {
    return 2L * layers * kvHeads * headDimension * bytesPerKvValue;
  }
}
