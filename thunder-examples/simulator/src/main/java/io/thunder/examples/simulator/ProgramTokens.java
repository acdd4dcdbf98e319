package io.thunder.examples.simulator;

import java.util.Arrays;
import java.util.List;

/**
 * The token identity of one virtual program whose history only grows, except where {@link
 * #rebuild} replaces its tail.
 *
 * <p>The first blocks are inherited: from prefixes that several programs share, or from the history
 * of the program that this one was forked from. A rebuild leaves them as they are. The rest belongs
 * to the program. Nothing is stored per block: the hash is a function of program, epoch and block index, where the
 * epoch of a block is that of the last rebuild that started at or before it.
 *
 * <p>Not thread-safe. A rebuild must not happen while a request of the program is in the engine.
 */
public final class ProgramTokens implements TokenSource {

  private final long program;
  private final TokenSource inherited;
  private final int inheritedBlocks;
  private final int blockSize;

  private int[] epochStarts = {0};
  private long[] epochs = {0};
  private int epochCount = 1;
  private long lastEpoch;

  private ProgramTokens(long program, TokenSource inherited, int inheritedBlocks, int blockSize) {
    if (program < 0 || inheritedBlocks < 0 || blockSize < 1) {
      throw new IllegalArgumentException("program " + program + ", inheritedBlocks "
          + inheritedBlocks + ", blockSize " + blockSize);
    }
    this.program = program;
    this.inherited = inherited;
    this.inheritedBlocks = inheritedBlocks;
    this.blockSize = blockSize;
  }

  private ProgramTokens(long program, SharedTokens shared, int blockSize) {
    this(program, shared, shared.blocks(), blockSize);
  }

  /**
   * Creates the identity of a program.
   *
   * @param program the program, not negative
   * @param shared the prefixes that it shares with others, in order of their length
   * @param blockSize tokens per KV block of the engine
   */
  public ProgramTokens(long program, List<SharedPrefix> shared, int blockSize) {
    this(program, new SharedTokens(shared, blockSize), blockSize);
  }

  /**
   * Creates the identity of a program.
   *
   * @param program the program, not negative
   * @param sharedTokens length of the prefix that all programs have in common
   * @param blockSize tokens per KV block of the engine
   */
  public ProgramTokens(long program, int sharedTokens, int blockSize) {
    this(program, List.of(SharedPrefix.ofAll(sharedTokens)), blockSize);
  }

  /**
   * Returns the identity of a program whose first prompt begins with the history of this one. This
   * one must not be rebuilt as long as the other is used.
   *
   * @param child the other program, not negative
   * @param tokens how much of the history it begins with
   */
  public ProgramTokens fork(long child, int tokens) {
    return new ProgramTokens(child, this, tokens / blockSize, blockSize);
  }

  @Override
  public long blockHash(int blockIndex) {
    if (blockIndex < inheritedBlocks) {
      return inherited.blockHash(blockIndex);
    }
    int last = epochCount - 1;
    while (epochStarts[last] > blockIndex) {
      last--;
    }
    return Mix.hash(program, (epochs[last] << 32) | blockIndex);
  }

  /** Replaces everything after the first {@code keptTokens} tokens by tokens never seen before. */
  public void rebuild(long keptTokens) {
    int start = Math.toIntExact(keptTokens / blockSize);
    while (epochCount > 0 && epochStarts[epochCount - 1] >= start) {
      epochCount--;
    }
    if (epochCount == epochStarts.length) {
      epochStarts = Arrays.copyOf(epochStarts, epochCount * 2);
      epochs = Arrays.copyOf(epochs, epochCount * 2);
    }
    epochStarts[epochCount] = start;
    epochs[epochCount] = ++lastEpoch;
    epochCount++;
  }
}
