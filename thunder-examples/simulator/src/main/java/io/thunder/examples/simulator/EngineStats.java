package io.thunder.examples.simulator;

import java.util.Map;

/**
 * A picture of the engine, with the meaning of the vLLM metrics of the same names.
 *
 * @param running requests that hold blocks
 * @param waiting requests that wait for admission, preempted ones included
 * @param kvCacheUsage share of usable blocks that running requests refer to; cached blocks that
 *     nobody refers to count as free
 * @param prefixCacheQueries tokens looked up at first admissions
 * @param prefixCacheHits tokens found at first admissions
 * @param preemptions how often a running request lost its blocks; SGLang calls it a retraction
 * @param promptTokens prompt tokens of the requests that reached their first token
 * @param cachedPromptTokens those of them that came from the cache
 * @param generationTokens output tokens
 * @param steps steps completed
 * @param finished requests that left, by reason; every reason is present
 */
public record EngineStats(
    int running,
    int waiting,
    double kvCacheUsage,
    long prefixCacheQueries,
    long prefixCacheHits,
    long preemptions,
    long promptTokens,
    long cachedPromptTokens,
    long generationTokens,
    long steps,
    Map<FinishReason, Long> finished) {

  /** Copies the map. */
  public EngineStats {
    finished = Map.copyOf(finished);
  }

  /** Returns the share of looked-up tokens that was found, 0 before the first lookup. */
  public double hitRate() {
    return prefixCacheQueries == 0 ? 0 : (double) prefixCacheHits / prefixCacheQueries;
  }
}
