package io.thunder.examples.simulator;

/**
 * What the KV memory in use was used for, summed over steps as tokens held times seconds held: the
 * parts of the space-time product of the ThunderAgent paper (arXiv:2602.13692) that an engine sees.
 *
 * <p>Memory counts as used while a running request refers to it, in whole blocks, and once however
 * many requests share it; shared memory is split among its requests. A request that computes its
 * prompt holds its memory for prefill or recomputation in the proportion of new and repeated tokens
 * in the step. Memory that is free, or cached and referred to by nobody, is in none of the parts.
 *
 * @param decodeTokenSeconds held by requests that generate
 * @param prefillTokenSeconds held by requests that compute tokens for the first time
 * @param recomputeTokenSeconds held by requests that compute tokens again: those of an earlier
 *     turn ({@link EngineRequest#seenTokens}), or their own after a preemption
 */
public record EngineMemory(
    double decodeTokenSeconds, double prefillTokenSeconds, double recomputeTokenSeconds) {

  /** Returns all that was used. */
  public double totalTokenSeconds() {
    return decodeTokenSeconds + prefillTokenSeconds + recomputeTokenSeconds;
  }
}
