package io.thunder.examples.simulator;

import static io.thunder.examples.simulator.BlockRecords.AFTER;
import static io.thunder.examples.simulator.BlockRecords.BEFORE;
import static io.thunder.examples.simulator.BlockRecords.SIZE;

/**
 * The free queue: a doubly linked list over block ids, least recently used first.
 *
 * <p>Every operation is O(1). Block 0 is the null block and never free; its links are the ends of
 * the list.
 */
final class FreeBlocks {

  private static final int ENDS = 0;
  private static final int UNLINKED = -1;

  private final int[] records;

  private int size;

  /** Creates the queue of all blocks but block 0, in their order. */
  FreeBlocks(int[] records) {
    this.records = records;
    int blocks = records.length / SIZE;
    for (int block = 0; block < blocks; block++) {
      connect(block, block + 1 == blocks ? ENDS : block + 1);
    }
    size = blocks - 1;
  }

  int size() {
    return size;
  }

  boolean contains(int block) {
    return block != ENDS && after(block) != UNLINKED;
  }

  /** Returns the block after another, or the first one after block 0; 0 at the end. */
  int after(int block) {
    return records[SIZE * block + AFTER];
  }

  private int before(int block) {
    return records[SIZE * block + BEFORE];
  }

  private void connect(int block, int after) {
    records[SIZE * block + AFTER] = after;
    records[SIZE * after + BEFORE] = block;
  }

  int removeFirst() {
    int block = after(ENDS);
    if (block == ENDS) {
      throw new IllegalStateException("no free block");
    }
    remove(block);
    return block;
  }

  void remove(int block) {
    connect(before(block), after(block));
    records[SIZE * block + AFTER] = UNLINKED;
    size--;
  }

  /** Removes blocks that lie side by side, from {@code blocks[first]} down to {@code blocks[last]}. */
  void removeRun(int[] blocks, int first, int last) {
    connect(before(blocks[first]), after(blocks[last]));
    for (int i = last; i <= first; i++) {
      records[SIZE * blocks[i] + AFTER] = UNLINKED;
    }
    size -= first - last + 1;
  }

  void addFirst(int block) {
    link(ENDS, block, after(ENDS));
  }

  void addLast(int block) {
    link(before(ENDS), block, ENDS);
  }

  private void link(int before, int block, int after) {
    connect(before, block);
    connect(block, after);
    size++;
  }
}
