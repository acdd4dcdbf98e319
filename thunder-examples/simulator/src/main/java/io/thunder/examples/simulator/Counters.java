package io.thunder.examples.simulator;

import java.util.EnumMap;
import java.util.Map;

/** The counters of one engine. */
final class Counters {

  private final Map<FinishReason, Long> finished = new EnumMap<>(FinishReason.class);

  private long prefixCacheQueries;
  private long prefixCacheHits;
  private long preemptions;
  private long promptTokens;
  private long cachedPromptTokens;
  private long generationTokens;
  private long steps;

  Counters() {
    for (FinishReason reason : FinishReason.values()) {
      finished.put(reason, 0L);
    }
  }

  void admittedFirst(int tokens, int hits) {
    prefixCacheQueries += tokens;
    prefixCacheHits += hits;
  }

  void preempted() {
    preemptions++;
  }

  void firstToken(int prompt, int cached) {
    promptTokens += prompt;
    cachedPromptTokens += cached;
  }

  void token() {
    generationTokens++;
  }

  void step() {
    steps++;
  }

  void finished(FinishReason reason) {
    finished.merge(reason, 1L, Long::sum);
  }

  EngineStats stats(int running, int waiting, double kvCacheUsage) {
    return new EngineStats(
        running,
        waiting,
        kvCacheUsage,
        prefixCacheQueries,
        prefixCacheHits,
        preemptions,
        promptTokens,
        cachedPromptTokens,
        generationTokens,
        steps,
        finished);
  }
}
