package io.thunder.examples.simulator;

import java.util.Arrays;

/**
 * The token identity of one virtual program whose history only grows, except where {@link
 * #rebuild} replaces its tail.
 *
 * <p>All programs with the same shared prefix agree on its blocks; the rest belongs to the program.
 * Nothing is stored per block: the hash is a function of program, epoch and block index, where the
 * epoch of a block is that of the last rebuild that started at or before it.
 *
 * <p>Not thread-safe. A rebuild must not happen while a request of the program is in the engine.
 */
public final class ProgramTokens implements TokenSource {

  private static final long SHARED_PREFIX = -1;

  private final long program;
  private final int sharedBlocks;
  private final int blockSize;

  private int[] epochStarts = {0};
  private long[] epochs = {0};
  private int epochCount = 1;
  private long lastEpoch;

  /**
   * Creates the identity of a program.
   *
   * @param program the program, not negative
   * @param sharedTokens length of the prefix that all programs have in common
   * @param blockSize tokens per KV block of the engine
   */
  public ProgramTokens(long program, int sharedTokens, int blockSize) {
    if (program < 0 || sharedTokens < 0 || blockSize < 1) {
      throw new IllegalArgumentException(
          "program " + program + ", sharedTokens " + sharedTokens + ", blockSize " + blockSize);
    }
    this.program = program;
    this.sharedBlocks = sharedTokens / blockSize;
    this.blockSize = blockSize;
  }

  @Override
  public long blockHash(int blockIndex) {
    if (blockIndex < sharedBlocks) {
      return Mix.hash(SHARED_PREFIX, blockIndex);
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
