package io.thunder.examples.simulator;

/**
 * Gives blocks to sequences, after vLLM's {@code kv_cache_manager.py}.
 *
 * <p>Only full blocks are cached, and they are findable as soon as they are allocated, so that a
 * request admitted in the same step already shares them. A lookup never covers the last token: of a
 * prompt that is cached whole, the last block is computed again.
 */
final class KvCache {

  private static final int LOOKED_UP_AT_ONCE = 16;

  private final BlockPool pool;
  private final int blockSize;
  private final long[] hashes = new long[LOOKED_UP_AT_ONCE];
  private final int[] found = new int[LOOKED_UP_AT_ONCE];

  KvCache(BlockPool pool, int blockSize) {
    this.pool = pool;
    this.blockSize = blockSize;
  }

  BlockPool pool() {
    return pool;
  }

  /**
   * Tries to admit a waiting sequence: finds its cached prefix, and takes the blocks for one chunk.
   *
   * @param budget most tokens to compute now
   * @param wholeSequence whether all its tokens must fit, not only the chunk
   * @return the size of the chunk, or 0 if there is no room; then nothing has changed
   */
  int admit(BlockSequence sequence, int budget, boolean wholeSequence) {
    int free = pool.freeBlocks();
    int hits = 0;
    int unreferenced = 0;
    int hitsMax = (sequence.tokens() - 1) / blockSize;
    boolean missed = false;
    while (hits < hitsMax && !missed) {
      int looked = find(sequence, hits, hitsMax);
      for (int i = 0; i < looked && !missed; i++) {
        int block = found[i];
        missed = block == 0;
        if (!missed) {
          if (pool.references(block) == 0 && ++unreferenced >= free) {
            return 0; // the chunk needs one more at least
          }
          sequence.putBlock(hits++, block);
        }
      }
    }
    int cached = hits * blockSize;
    int chunk = Math.min(sequence.tokens() - cached, budget);
    int reserved = wholeSequence ? sequence.tokens() : cached + chunk;
    if (blocksFor(reserved) - hits + unreferenced > free) {
      return 0;
    }
    pool.touch(sequence.blocks, hits);
    sequence.blockCount = hits;
    sequence.cachedBlocks = hits;
    sequence.computedTokens = cached;
    extend(sequence, cached + chunk);
    return chunk;
  }

  /** Looks for several blocks at a time, so that the processor waits for memory once for all. */
  private int find(BlockSequence sequence, int from, int to) {
    int looked = Math.min(found.length, to - from);
    TokenSource tokens = sequence.request.tokens();
    for (int i = 0; i < looked; i++) {
      hashes[i] = tokens.blockHash(from + i);
    }
    for (int i = 0; i < looked; i++) {
      found[i] = pool.find(hashes[i]);
    }
    return looked;
  }

  /** Takes the blocks to compute {@code count} more tokens; false, and no change, without room. */
  boolean grow(BlockSequence sequence, int count) {
    int tokens = sequence.computedTokens + count;
    if (blocksFor(tokens) - sequence.blockCount > pool.freeBlocks()) {
      return false;
    }
    extend(sequence, tokens);
    return true;
  }

  /** Gives all blocks back, the tail first, so that the tail is evicted first. */
  void free(BlockSequence sequence) {
    for (int i = sequence.blockCount - 1; i >= 0; i--) {
      pool.release(sequence.blocks[i]);
    }
    sequence.blockCount = 0;
    sequence.cachedBlocks = 0;
    sequence.computedTokens = 0;
  }

  /** Returns the tokens that the blocks have room for that only this sequence refers to. */
  long exclusiveTokens(BlockSequence sequence) {
    long blocks = 0;
    for (int i = 0; i < sequence.blockCount; i++) {
      blocks += pool.references(sequence.blocks[i]) == 1 ? 1 : 0;
    }
    return blocks * blockSize;
  }

  /** Returns the tokens that the referenced blocks have room for. */
  long usedTokens() {
    return (long) pool.usedBlocks() * blockSize;
  }

  /**
   * Returns how many of the first tokens of a sequence are in whole blocks that are cached. A block is
   * never evicted before those that follow it, which are found only with it and freed before it, so
   * that a binary search does.
   */
  int cachedPrefixTokens(TokenSource tokens, int count) {
    int cached = 0;
    int absent = count / blockSize + 1;
    while (absent - cached > 1) {
      int middle = (cached + absent) >>> 1;
      if (pool.find(tokens.blockHash(middle - 1)) == 0) {
        absent = middle;
      } else {
        cached = middle;
      }
    }
    return cached * blockSize;
  }

  private void extend(BlockSequence sequence, int tokens) {
    int needed = blocksFor(tokens);
    while (sequence.blockCount < needed) {
      sequence.putBlock(sequence.blockCount, pool.allocate());
      sequence.blockCount++;
    }
    int full = tokens / blockSize;
    while (sequence.cachedBlocks < full) {
      int index = sequence.cachedBlocks++;
      pool.cache(sequence.blocks[index], sequence.request.tokens().blockHash(index));
    }
  }

  private int blocksFor(int tokens) {
    return (tokens + blockSize - 1) / blockSize;
  }
}
