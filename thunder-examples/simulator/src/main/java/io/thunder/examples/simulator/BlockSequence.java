package io.thunder.examples.simulator;

import java.util.Arrays;

/** A sequence of {@link EngineModel}, with its block table. */
final class BlockSequence extends Sequence {

  /** The first {@code blockCount} entries are held; the first {@code cachedBlocks} are findable. */
  int[] blocks;

  int blockCount;
  int cachedBlocks;

  BlockSequence(EngineRequest request, EngineListener listener, int blockSize, long nowNanos) {
    super(request, listener, nowNanos);
    this.blocks = new int[(request.promptTokens() + request.outputTokens()) / blockSize + 1];
  }

  /** Stores a block of the table without changing how many are held. */
  void putBlock(int index, int block) {
    if (index >= blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(index + 1, blocks.length * 2));
    }
    blocks[index] = block;
  }
}
