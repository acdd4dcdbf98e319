package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** What must hold of an SGLang engine between any two calls. */
final class SglangInvariants {

  private final RadixCache cache;
  private final Map<RadixNode, Integer> locks = new HashMap<>();
  private int treePages;
  private int lockedPages;
  private int evictableLeaves;

  private SglangInvariants(RadixCache cache) {
    this.cache = cache;
  }

  static void check(SglangEngine engine) {
    SglangInvariants invariants = new SglangInvariants(engine.cache());
    int ownPages = 0;
    for (RadixSequence sequence : engine.runningSequences()) {
      invariants.checkRunning(sequence);
      ownPages += sequence.ownPages;
    }
    for (RadixSequence sequence : engine.waitingSequences()) {
      assertThat(sequence.phase).isEqualTo(Sequence.Phase.WAITING);
      assertThat(sequence.ownPages).as("pages of waiting request").isZero();
      assertThat(sequence.node).isSameAs(engine.cache().tree().root());
    }
    invariants.checkNode(engine.cache().tree().root());
    invariants.checkSums(ownPages);
    assertThat(engine.newTokenRatio().value()).isBetween(0.0, 1.0);
  }

  private void checkRunning(RadixSequence sequence) {
    assertThat(sequence.phase).isEqualTo(Sequence.Phase.RUNNING);
    assertThat(sequence.computedTokens).isBetween(1, sequence.tokens());
    assertThat(sequence.node.end() + sequence.ownPages)
        .as("pages of request %s", sequence.request.id())
        .isEqualTo(cache.pagesFor(sequence.computedTokens));
    for (RadixNode node = sequence.node; node != null; node = node.parent) {
      locks.merge(node, 1, Integer::sum);
    }
  }

  private void checkNode(RadixNode node) {
    RadixTree tree = cache.tree();
    if (node != tree.root()) {
      assertThat(node.locks).as("locks").isEqualTo(locks.getOrDefault(node, 0));
      assertThat(node.pages()).isPositive();
      treePages += node.pages();
      lockedPages += node.locks > 0 ? node.pages() : 0;
      boolean evictable = node.isLeaf() && node.locks == 0;
      assertThat(tree.evictableLeaves().contains(node)).isEqualTo(evictable);
      evictableLeaves += evictable ? 1 : 0;
    }
    locks.remove(node);
    node.children.forEach((hash, child) -> {
      assertThat(child.firstHash()).isEqualTo(hash);
      assertThat(child.parent).isSameAs(node);
      assertThat(child.start()).isEqualTo(node.end());
      if (node != cache.tree().root()) {
        assertThat(node.lastAccess).as("last access").isGreaterThanOrEqualTo(child.lastAccess);
      }
      checkNode(child);
    });
  }

  private void checkSums(int ownPages) {
    assertThat(locks).as("nodes that are held but not in the tree").isEmpty();
    assertThat(cache.tree().pages()).isEqualTo(treePages);
    assertThat(cache.tree().evictablePages()).isEqualTo(treePages - lockedPages);
    assertThat(cache.tree().evictableLeaves()).hasSize(evictableLeaves);
    assertThat(cache.freePages()).isNotNegative();
    assertThat(cache.freePages() + treePages + ownPages)
        .as("free, cached and own pages")
        .isEqualTo(cache.pages());
    assertThat(cache.usedTokens()).isEqualTo((long) (lockedPages + ownPages) * cache.pageSize());
  }
}
