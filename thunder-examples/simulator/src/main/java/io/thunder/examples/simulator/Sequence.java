package io.thunder.examples.simulator;

import java.util.Arrays;

/** The engine's state of one request: how far it is computed, and its block table. */
final class Sequence {

  /** Where a sequence stands. */
  enum Phase {
    /** In the waiting queue, without blocks. */
    WAITING,
    /** Admitted: it holds blocks. */
    RUNNING,
    /** It has left. */
    FINISHED
  }

  final EngineRequest request;
  final long queuedNanos;

  Phase phase = Phase.WAITING;
  int computedTokens;

  /** How many tokens were computed before the current step; between steps, all that are. */
  int stepStart;

  /** Below this, tokens have been computed before: in an earlier turn or before a preemption. */
  int seenTokens;

  int outputTokens;
  int preemptions;
  int cachedTokens;
  long firstScheduledNanos = -1;
  long firstTokenNanos = -1;

  /** The first {@code blockCount} entries are held; the first {@code cachedBlocks} are findable. */
  int[] blocks;

  int blockCount;
  int cachedBlocks;

  Sequence(EngineRequest request, int blockSize, long nowNanos) {
    this.request = request;
    this.queuedNanos = nowNanos;
    this.seenTokens = request.seenTokens();
    this.blocks = new int[(request.promptTokens() + request.outputTokens()) / blockSize + 1];
  }

  /** Returns the number of tokens known: the prompt and the output so far. */
  int tokens() {
    return request.promptTokens() + outputTokens;
  }

  boolean isNew() {
    return firstScheduledNanos < 0;
  }

  /** Returns whether the step just computed ended with a new token. */
  boolean isComputed() {
    return computedTokens == tokens();
  }

  /** Returns whether all output is there. */
  boolean isComplete() {
    return outputTokens == request.outputTokens();
  }

  /** Returns whether the current step is one of generation, not of a prompt. */
  boolean isDecoding() {
    return stepStart >= Math.max(seenTokens, request.promptTokens());
  }

  /** Returns which share of the tokens that the step computes was computed before. */
  double recomputedShare() {
    int count = computedTokens - stepStart;
    if (count == 0) {
      return stepStart < seenTokens ? 1 : 0; // it holds memory and waits for its turn
    }
    int repeated = Math.min(seenTokens, computedTokens) - stepStart;
    return Math.max(0, repeated) / (double) count;
  }

  boolean isAborted() {
    return phase == Phase.FINISHED && !isComplete();
  }

  /** Stores a block of the table without changing how many are held. */
  void putBlock(int index, int block) {
    if (index >= blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(index + 1, blocks.length * 2));
    }
    blocks[index] = block;
  }

  RequestReport report(FinishReason reason, long nowNanos) {
    return new RequestReport(
        request.id(),
        reason,
        request.promptTokens(),
        outputTokens,
        cachedTokens,
        preemptions,
        queuedNanos,
        firstScheduledNanos,
        firstTokenNanos,
        nowNanos);
  }
}
