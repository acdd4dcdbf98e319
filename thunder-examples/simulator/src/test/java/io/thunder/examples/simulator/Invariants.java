package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

/** What must hold of an engine between any two calls. */
final class Invariants {

  private Invariants() {}

  static void check(EngineModel engine) {
    BlockPool pool = engine.pool();
    int[] expected = new int[pool.usableBlocks() + 1];
    for (BlockSequence sequence : engine.runningSequences()) {
      checkRunning(sequence, pool, expected, engine.preset().blockSize());
    }
    for (BlockSequence sequence : engine.keptSequences()) {
      assertThat(sequence.phase).isEqualTo(Sequence.Phase.FINISHED);
      for (int i = 0; i < sequence.blockCount; i++) {
        expected[sequence.blocks[i]]++;
      }
    }
    for (BlockSequence sequence : engine.waitingSequences()) {
      assertThat(sequence.phase).isEqualTo(Sequence.Phase.WAITING);
      assertThat(sequence.blockCount).as("blocks of waiting request").isZero();
    }
    int unreferenced = 0;
    for (int block = 1; block < expected.length; block++) {
      assertThat(pool.references(block))
          .as("references to block %s", block)
          .isEqualTo(expected[block]);
      assertThat(pool.freeQueue().contains(block))
          .as("block %s is free", block)
          .isEqualTo(expected[block] == 0);
      unreferenced += expected[block] == 0 ? 1 : 0;
    }
    assertThat(pool.freeBlocks()).isEqualTo(unreferenced);
    assertThat(walk(pool.freeQueue())).as("length of the free queue").isEqualTo(unreferenced);
    assertThat(pool.references(0)).as("references to the null block").isZero();
  }

  private static void checkRunning(
      BlockSequence sequence, BlockPool pool, int[] expected, int blockSize) {
    assertThat(sequence.phase).isEqualTo(Sequence.Phase.RUNNING);
    assertThat(sequence.computedTokens).isBetween(1, sequence.tokens());
    assertThat(sequence.blockCount)
        .isEqualTo((sequence.computedTokens + blockSize - 1) / blockSize);
    assertThat(sequence.cachedBlocks).isEqualTo(sequence.computedTokens / blockSize);
    for (int i = 0; i < sequence.blockCount; i++) {
      int block = sequence.blocks[i];
      assertThat(block).as("null block in use").isPositive();
      expected[block]++;
      assertThat(pool.isCached(block)).isEqualTo(i < sequence.cachedBlocks);
    }
  }

  private static int walk(FreeBlocks free) {
    int length = 0;
    for (int block = free.after(0); block != 0; block = free.after(block)) {
      assertThat(free.contains(block)).isTrue();
      length++;
    }
    return length;
  }
}
