package io.thunder.examples.simulator;

/** A sequence of {@link SglangEngine}, with the memory it holds. */
final class RadixSequence extends Sequence {

  /** Most tokens that it may generate, which the engine knows, unlike how many it will. */
  final int outputTokensMax;

  /** The end of the part that is in the tree; locked while the sequence runs. */
  RadixNode node;

  /** Pages that it holds besides the tree. */
  int ownPages;

  /** What the prefill batch at hand computes of it. */
  int chunkTokens;

  RadixSequence(
      EngineRequest request,
      EngineListener listener,
      int outputTokensMax,
      RadixNode root,
      long nowNanos) {
    super(request, listener, nowNanos);
    this.outputTokensMax = outputTokensMax;
    this.node = root;
  }

  /** Returns how many tokens are known but not computed. */
  int missingTokens() {
    return tokens() - computedTokens;
  }

  /** Returns the output that it reserves memory for. */
  int reservedTokens() {
    return Math.min(outputTokensMax - outputTokens, PrefillBudget.RESERVED_TOKENS_MAX);
  }
}
