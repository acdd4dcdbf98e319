package io.thunder.examples.simulator;

/**
 * What is known of each block, side by side in 24 bytes: a large simulation spends its time waiting
 * for memory.
 *
 * <p>The fields belong to {@link BlockPool}, {@link BlockIndex} and {@link FreeBlocks}.
 */
final class BlockRecords {

  /** How many ints a block has. */
  static final int SIZE = 6;

  static final int REFERENCES = 0;

  /** The next block of the same bucket. */
  static final int NEXT = 1;

  static final int HASH_LOW = 2;
  static final int HASH_HIGH = 3;

  /** The blocks before and after it in the free queue. */
  static final int BEFORE = 4;

  static final int AFTER = 5;

  private BlockRecords() {}

  /** Returns zeroed records of so many blocks. */
  static int[] of(int blocks) {
    return new int[Math.multiplyExact(blocks, SIZE)];
  }
}
