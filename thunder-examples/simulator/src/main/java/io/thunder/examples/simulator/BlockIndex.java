package io.thunder.examples.simulator;

import static io.thunder.examples.simulator.BlockRecords.HASH_HIGH;
import static io.thunder.examples.simulator.BlockRecords.HASH_LOW;
import static io.thunder.examples.simulator.BlockRecords.NEXT;
import static io.thunder.examples.simulator.BlockRecords.SIZE;

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

  private final int[] records;
  private final int[] buckets;
  private final int mask;

  BlockIndex(int[] records) {
    this.records = records;
    int size = Integer.highestOneBit(Math.max(2, records.length / SIZE)) * 2;
    mask = size - 1;
    buckets = new int[size];
    clear();
  }

  boolean contains(int block) {
    return next(block) != ABSENT;
  }

  /** Returns the first block added with the hash, or 0 if there is none. */
  int find(long hash) {
    int block = buckets[bucket(hash)];
    while (block != END && hash(block) != hash) {
      block = next(block);
    }
    return block == END ? 0 : block;
  }

  void add(long hash, int block) {
    records[SIZE * block + HASH_LOW] = (int) hash;
    records[SIZE * block + HASH_HIGH] = (int) (hash >>> Integer.SIZE);
    setNext(block, END);
    int bucket = bucket(hash);
    int last = buckets[bucket];
    if (last == END) {
      buckets[bucket] = block;
      return;
    }
    while (next(last) != END) {
      last = next(last);
    }
    setNext(last, block);
  }

  void remove(int block) {
    int bucket = bucket(hash(block));
    if (buckets[bucket] == block) {
      buckets[bucket] = next(block);
    } else {
      int before = buckets[bucket];
      while (next(before) != block) {
        before = next(before);
      }
      setNext(before, next(block));
    }
    setNext(block, ABSENT);
  }

  void clear() {
    Arrays.fill(buckets, END);
    for (int block = 0; block < records.length / SIZE; block++) {
      setNext(block, ABSENT);
    }
  }

  private int next(int block) {
    return records[SIZE * block + NEXT];
  }

  private void setNext(int block, int next) {
    records[SIZE * block + NEXT] = next;
  }

  private long hash(int block) {
    long high = records[SIZE * block + HASH_HIGH];
    return high << Integer.SIZE | Integer.toUnsignedLong(records[SIZE * block + HASH_LOW]);
  }

  private int bucket(long hash) {
    return (int) (hash ^ (hash >>> 32)) & mask;
  }
}
