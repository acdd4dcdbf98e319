package io.thunder.examples.simulator;

import java.util.Arrays;

/**
 * Finds cached blocks by hash: a chained hash table over block ids, without boxing.
 *
 * <p>Several blocks may carry the same hash, as in vLLM, which does not merge duplicates; the one
 * that was added first is found.
 */
final class BlockIndex {

  private static final int END = -1;
  private static final int ABSENT = -2;

  private final int[] buckets;
  private final int[] next;
  private final long[] hashes;
  private final int mask;

  BlockIndex(int blocks) {
    int size = Integer.highestOneBit(Math.max(2, blocks)) * 2;
    mask = size - 1;
    buckets = new int[size];
    Arrays.fill(buckets, END);
    next = new int[blocks];
    Arrays.fill(next, ABSENT);
    hashes = new long[blocks];
  }

  boolean contains(int block) {
    return next[block] != ABSENT;
  }

  /** Returns the first block added with the hash, or 0 if there is none. */
  int find(long hash) {
    int block = buckets[bucket(hash)];
    while (block != END && hashes[block] != hash) {
      block = next[block];
    }
    return block == END ? 0 : block;
  }

  void add(long hash, int block) {
    hashes[block] = hash;
    next[block] = END;
    int bucket = bucket(hash);
    int last = buckets[bucket];
    if (last == END) {
      buckets[bucket] = block;
      return;
    }
    while (next[last] != END) {
      last = next[last];
    }
    next[last] = block;
  }

  void remove(int block) {
    int bucket = bucket(hashes[block]);
    if (buckets[bucket] == block) {
      buckets[bucket] = next[block];
    } else {
      int before = buckets[bucket];
      while (next[before] != block) {
        before = next[before];
      }
      next[before] = next[block];
    }
    next[block] = ABSENT;
  }

  void clear() {
    Arrays.fill(buckets, END);
    Arrays.fill(next, ABSENT);
  }

  private int bucket(long hash) {
    return (int) (hash ^ (hash >>> 32)) & mask;
  }
}
