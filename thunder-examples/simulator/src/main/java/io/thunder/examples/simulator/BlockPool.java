package io.thunder.examples.simulator;

import static io.thunder.examples.simulator.BlockRecords.REFERENCES;
import static io.thunder.examples.simulator.BlockRecords.SIZE;

/**
 * The KV blocks of one engine: reference counts, the free queue and the prefix cache, after vLLM's
 * {@code block_pool.py}.
 *
 * <p>A block is in the free queue exactly when nobody refers to it. It may still be cached there,
 * until it is handed out again. Block 0 is the null block and is never used.
 */
final class BlockPool {

  private final int[] records;
  private final FreeBlocks free;
  private final BlockIndex cached;

  BlockPool(int blocks) {
    if (blocks < 2) {
      throw new IllegalArgumentException("needs at least 2 blocks, not " + blocks);
    }
    records = BlockRecords.of(blocks);
    free = new FreeBlocks(records);
    cached = new BlockIndex(records);
  }

  int usableBlocks() {
    return records.length / SIZE - 1;
  }

  int freeBlocks() {
    return free.size();
  }

  FreeBlocks freeQueue() {
    return free;
  }

  int references(int block) {
    return records[SIZE * block + REFERENCES];
  }

  boolean isCached(int block) {
    return cached.contains(block);
  }

  /** Returns the number of blocks that somebody refers to. */
  int usedBlocks() {
    return usableBlocks() - free.size();
  }

  double usage() {
    return 1 - (double) free.size() / usableBlocks();
  }

  /** Returns the block cached under a hash, or 0. */
  int find(long hash) {
    return cached.find(hash);
  }

  /** Adds a reference to each of the first blocks of a table, and so keeps them from eviction. */
  void touch(int[] blocks, int count) {
    int last = 0;
    while (last < count) {
      int first = last + 1;
      if (references(blocks[last]) == 0) {
        // A sequence is freed tail first: its blocks lie in the queue in reverse order, side by
        // side.
        while (first < count
            && references(blocks[first]) == 0
            && free.after(blocks[first]) == blocks[first - 1]) {
          first++;
        }
        free.removeRun(blocks, first - 1, last);
      }
      while (last < first) {
        records[SIZE * blocks[last++] + REFERENCES]++;
      }
    }
  }

  /** Takes the least recently used free block and forgets what was cached in it. */
  int allocate() {
    int block = free.removeFirst();
    if (cached.contains(block)) {
      cached.remove(block);
    }
    records[SIZE * block + REFERENCES] = 1;
    return block;
  }

  /** Makes a full block findable. */
  void cache(int block, long hash) {
    cached.add(hash, block);
  }

  /**
   * Drops a reference. A block without references goes to the end of the free queue if it is
   * cached, and to its front, to be reused at once, if not.
   */
  void release(int block) {
    if (--records[SIZE * block + REFERENCES] > 0) {
      return;
    }
    if (cached.contains(block)) {
      free.addLast(block);
    } else {
      free.addFirst(block);
    }
  }

  /** Forgets all cached blocks; refused while a block is in use. */
  boolean resetCache() {
    if (free.size() != usableBlocks()) {
      return false;
    }
    cached.clear();
    return true;
  }
}
