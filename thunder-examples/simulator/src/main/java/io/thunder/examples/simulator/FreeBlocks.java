package io.thunder.examples.simulator;

/**
 * The free queue: a doubly linked list over block ids, least recently used first.
 *
 * <p>Every operation is O(1). Block 0 is the null block and never free; its links are the ends of
 * the list.
 */
final class FreeBlocks {

  private static final int ENDS = 0;
  private static final int UNLINKED = -1;

  /** The block after each block, and the one before it, side by side: they are used together. */
  private final int[] links;

  private int size;

  /** Creates the queue of the blocks 1 to {@code blocks - 1}, in that order. */
  FreeBlocks(int blocks) {
    links = new int[2 * blocks];
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
    return links[2 * block];
  }

  private int before(int block) {
    return links[2 * block + 1];
  }

  private void connect(int block, int after) {
    links[2 * block] = after;
    links[2 * after + 1] = block;
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
    links[2 * block] = UNLINKED;
    size--;
  }

  /** Removes blocks that lie side by side, from {@code blocks[first]} down to {@code blocks[last]}. */
  void removeRun(int[] blocks, int first, int last) {
    connect(before(blocks[first]), after(blocks[last]));
    for (int i = last; i <= first; i++) {
      links[2 * blocks[i]] = UNLINKED;
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
