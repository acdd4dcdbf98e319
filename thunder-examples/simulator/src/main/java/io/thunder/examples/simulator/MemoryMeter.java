package io.thunder.examples.simulator;

import java.util.List;

/**
 * Adds up {@link EngineMemory} step by step, in O(running).
 *
 * <p>The memory in use is known exactly, and is split by what the requests would hold if they shared
 * nothing.
 */
final class MemoryMeter {

  private static final double NANOS_PER_SECOND = 1e9;

  private double decodeTokenSeconds;
  private double prefillTokenSeconds;
  private double recomputeTokenSeconds;

  /**
   * Adds a step, before its tokens are applied.
   *
   * @param usedTokens memory that running requests refer to
   */
  void add(List<? extends Sequence> running, long usedTokens, long stepNanos) {
    double decode = 0;
    double prefill = 0;
    double recompute = 0;
    for (int i = 0; i < running.size(); i++) {
      Sequence sequence = running.get(i);
      if (sequence.isDecoding()) {
        decode += sequence.computedTokens;
      } else {
        double repeated = sequence.recomputedShare() * sequence.computedTokens;
        recompute += repeated;
        prefill += sequence.computedTokens - repeated;
      }
    }
    double held = decode + prefill + recompute;
    if (held > 0) {
      double scale = usedTokens / held * (stepNanos / NANOS_PER_SECOND);
      decodeTokenSeconds += decode * scale;
      prefillTokenSeconds += prefill * scale;
      recomputeTokenSeconds += recompute * scale;
    }
  }

  EngineMemory total() {
    return new EngineMemory(decodeTokenSeconds, prefillTokenSeconds, recomputeTokenSeconds);
  }
}
