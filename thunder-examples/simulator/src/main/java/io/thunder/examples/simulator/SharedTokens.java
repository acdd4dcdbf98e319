package io.thunder.examples.simulator;

import java.util.List;

/**
 * The token identity of shared prefixes. A block across the end of one prefix belongs to the next
 * longer one.
 */
final class SharedTokens implements TokenSource {

  private final long[] keys;
  private final int[] ends;

  /** Creates the identity of prefixes in order of their length. */
  SharedTokens(List<SharedPrefix> prefixes, int blockSize) {
    keys = prefixes.stream().mapToLong(SharedPrefix::key).toArray();
    ends = prefixes.stream().mapToInt(prefix -> prefix.tokens() / blockSize).toArray();
  }

  /** Returns how many blocks are shared with any other program. */
  int blocks() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public long blockHash(int blockIndex) {
    int prefix = 0;
    while (ends[prefix] <= blockIndex) {
      prefix++;
    }
    // Programs hash by their index, which is not negative.
    return Mix.hash(-1 - keys[prefix], blockIndex);
  }
}
