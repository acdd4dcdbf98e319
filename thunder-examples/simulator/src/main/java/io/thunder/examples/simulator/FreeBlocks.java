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

  private final int[] next;
  private final int[] previous;
  private int size;

  /** Creates the queue of the blocks 1 to {@code blocks - 1}, in that order. */
  FreeBlocks(int blocks) {
    next = new int[blocks];
    previous = new int[blocks];
    for (int block = 0; block < blocks; block++) {
      next[block] = block + 1 == blocks ? ENDS : block + 1;
      previous[block] = block == ENDS ? blocks - 1 : block - 1;
    }
    size = blocks - 1;
  }

  int size() {
    return size;
  }

  boolean contains(int block) {
    return block != ENDS && next[block] != UNLINKED;
  }

  /** Returns the block after another, or the first one after block 0; 0 at the end. */
  int after(int block) {
    return next[block];
  }

  int removeFirst() {
    int block = next[ENDS];
    if (block == ENDS) {
      throw new IllegalStateException("no free block");
    }
    remove(block);
    return block;
  }

  void remove(int block) {
    next[previous[block]] = next[block];
    previous[next[block]] = previous[block];
    next[block] = UNLINKED;
    size--;
  }

  void addFirst(int block) {
    link(ENDS, block, next[ENDS]);
  }

  void addLast(int block) {
    link(previous[ENDS], block, ENDS);
  }

  private void link(int before, int block, int after) {
    next[before] = block;
    previous[block] = before;
    next[block] = after;
    previous[after] = block;
    size++;
  }
}
