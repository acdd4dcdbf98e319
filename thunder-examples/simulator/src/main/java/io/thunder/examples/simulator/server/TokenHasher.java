package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.Mix;
import java.util.Arrays;

/** Counts tokens and chains their hashes; keeps the hash at the end of every block. */
final class TokenHasher implements TokenSink {

  private static final long MULTIPLIER = 0x9FB21C651E98DF25L;

  private final int blockSize;
  private long[] blocks = new long[16];
  private long chain;
  private int tokens;

  /** Creates a chain that starts from a salt. */
  TokenHasher(int blockSize, String salt) {
    this.blockSize = blockSize;
    this.chain = Mix.hash(salt.hashCode(), salt.length());
  }

  @Override
  public void token(int id) {
    long mixed = (chain ^ id) * MULTIPLIER;
    chain = mixed ^ (mixed >>> 29);
    tokens++;
    if (tokens % blockSize == 0) {
      int block = tokens / blockSize - 1;
      if (block == blocks.length) {
        blocks = Arrays.copyOf(blocks, block * 2);
      }
      blocks[block] = Mix.hash(chain);
    }
  }

  int tokens() {
    return tokens;
  }

  /** Returns a hash of all tokens so far. */
  long hash() {
    return Mix.hash(chain, tokens);
  }

  /** Returns the hash of a full block. */
  long block(int index) {
    if (index >= tokens / blockSize) {
      throw new IndexOutOfBoundsException(
          "block " + index + " of " + tokens + " tokens is not full");
    }
    return blocks[index];
  }

  int fullBlocks() {
    return tokens / blockSize;
  }
}
