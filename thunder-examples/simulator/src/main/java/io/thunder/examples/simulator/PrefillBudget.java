package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Fills one prefill batch, after {@code PrefillAdder} in SGLang's {@code schedule_policy.py}.
 *
 * <p>Memory is planned with the output: a request needs room for all that it may still generate, 4096
 * tokens at most, next to what is set aside for those that run.
 */
final class PrefillBudget {

  /** Most tokens of output that a request reserves. */
  static final int RESERVED_TOKENS_MAX = 4_096;

  /** Most prompt tokens of a batch; only a first request may have more. */
  static final int PREFILL_TOKENS_MAX = 16_384;

  private final RadixCache cache;
  private final List<RadixSequence> granted = new ArrayList<>();
  private int chunkTokens;
  private int prefillTokens = PREFILL_TOKENS_MAX;
  private double plannedTokens;
  private boolean memoryIsFull;

  /**
   * Creates the budget of an empty batch.
   *
   * @param chunkTokens most tokens that it computes
   * @param reservedTokens output that is expected of the running requests
   */
  PrefillBudget(RadixCache cache, int chunkTokens, double reservedTokens) {
    this.cache = cache;
    this.chunkTokens = chunkTokens;
    this.plannedTokens = reservedTokens;
  }

  /** Returns the sequences of the batch; each knows its chunk, for which it has no pages yet. */
  List<RadixSequence> granted() {
    return granted;
  }

  /** Returns whether the batch has tokens left. */
  boolean isOpen() {
    return chunkTokens > 0 && prefillTokens > 0;
  }

  /** Returns whether the last request was refused for want of memory. */
  boolean memoryIsFull() {
    return memoryIsFull;
  }

  /** Takes the next chunk of a prompt that has begun; memory was planned for all of it. */
  void resume(RadixSequence sequence) {
    grant(sequence, Math.min(sequence.missingTokens(), chunkTokens));
  }

  /**
   * Tries to admit a waiting request: finds its cached prefix, and holds it if the rest fits.
   *
   * @return false if it does not fit; then nothing is held
   */
  boolean admit(RadixSequence sequence) {
    cache.hold(sequence);
    int count = chunk(sequence);
    if (count == 0) {
      cache.release(sequence);
      return false;
    }
    grant(sequence, count);
    return true;
  }

  private int chunk(RadixSequence sequence) {
    int missing = sequence.missingTokens();
    if (missing + sequence.reservedTokens() + cache.pageSize() >= memoryTokens()) {
      memoryIsFull = true;
      return 0;
    }
    int paged = paged(missing);
    if (paged >= prefillTokens && !granted.isEmpty()) {
      return 0;
    }
    return paged <= chunkTokens ? missing : chunkTokens / cache.pageSize() * cache.pageSize();
  }

  private void grant(RadixSequence sequence, int count) {
    boolean last = count == sequence.missingTokens();
    int paged = paged(count);
    chunkTokens -= paged;
    prefillTokens -= paged;
    plannedTokens += paged + (last ? sequence.reservedTokens() : 0);
    sequence.chunkTokens = count;
    granted.add(sequence);
  }

  private double memoryTokens() {
    return cache.availableTokens() - plannedTokens;
  }

  private int paged(int tokens) {
    return cache.pagesFor(tokens) * cache.pageSize();
  }
}
