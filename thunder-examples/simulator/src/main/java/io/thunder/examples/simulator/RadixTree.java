package io.thunder.examples.simulator;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * SGLang's radix tree: which runs of KV pages are cached, which of them running sequences hold, and
 * in which order the others go.
 *
 * <p>A path from the root is a cached prefix. Its nodes are locked while a running sequence holds
 * them. Leaves that nobody holds are evicted, whole and the least recently used first; then their
 * parents can follow. Walking along a path refreshes it. A walk that ends inside a node splits it.
 *
 * <p>Modelled after {@code python/sglang/srt/mem_cache/radix_cache.py} of SGLang 0.5.18. Walks cost
 * O(nodes), insertions O(new pages), evictions O(leaves) a node.
 */
final class RadixTree {

  private static final Comparator<RadixNode> LEAST_RECENTLY_USED =
      Comparator.comparingLong(node -> node.lastAccess);

  private final RadixNode root = new RadixNode(null, 0);
  private final Set<RadixNode> evictableLeaves = new LinkedHashSet<>();
  private int evictablePages;
  private int lockedPages;
  private long clock;

  RadixNode root() {
    return root;
  }

  /** Returns the number of cached pages that nobody holds. */
  int evictablePages() {
    return evictablePages;
  }

  /** Returns the number of cached pages, held or not. */
  int pages() {
    return evictablePages + lockedPages;
  }

  Set<RadixNode> evictableLeaves() {
    return evictableLeaves;
  }

  /** Returns the end of the longest cached prefix of a sequence, and refreshes its path. */
  RadixNode match(TokenSource tokens, int pages) {
    clock++;
    return descend(root, tokens, pages);
  }

  /** Returns how many pages {@link #match} would find; changes nothing. */
  int peek(TokenSource tokens, int pages) {
    RadixNode node = root;
    while (node.end() < pages) {
      RadixNode child = node.children.get(tokens.blockHash(node.end()));
      if (child == null) {
        return node.end();
      }
      int common = child.commonPages(tokens, pages);
      if (common < child.pages()) {
        return child.start() + common;
      }
      node = child;
    }
    return node.end();
  }

  /**
   * Inserts the pages of a sequence that are not there yet.
   *
   * @param from a locked node on the path of the sequence
   * @return the node at which the sequence ends
   */
  RadixNode insert(RadixNode from, TokenSource tokens, int pages) {
    clock++;
    for (RadixNode above = from; above != null; above = above.parent) {
      above.lastAccess = clock;
    }
    RadixNode node = descend(from, tokens, pages);
    return node.end() == pages ? node : append(node, tokens, pages);
  }

  /** Follows a sequence down to its last cached page, at most to a number of pages. */
  private RadixNode descend(RadixNode from, TokenSource tokens, int pages) {
    RadixNode node = from;
    while (node.end() < pages) {
      RadixNode child = node.children.get(tokens.blockHash(node.end()));
      if (child == null) {
        return node;
      }
      child.lastAccess = clock;
      int common = child.commonPages(tokens, pages);
      if (common < child.pages()) {
        RadixNode upper = child.split(common);
        node.children.put(upper.firstHash(), upper);
        return upper;
      }
      node = child;
    }
    return node;
  }

  private RadixNode append(RadixNode parent, TokenSource tokens, int pages) {
    long[] hashes = new long[pages - parent.end()];
    Arrays.setAll(hashes, i -> tokens.blockHash(parent.end() + i));
    RadixNode leaf = new RadixNode(parent, parent.end(), hashes);
    leaf.lastAccess = clock;
    parent.children.put(leaf.firstHash(), leaf);
    evictablePages += leaf.pages();
    updateLeaf(parent);
    updateLeaf(leaf);
    return leaf;
  }

  /** Keeps a node and all above it from eviction. */
  void lock(RadixNode node) {
    for (RadixNode held = node; held != root; held = parent(held)) {
      if (held.locks++ == 0) {
        evictablePages -= held.pages();
        lockedPages += held.pages();
        updateLeaf(held);
      }
    }
  }

  /** Takes back a {@link #lock}. */
  void unlock(RadixNode node) {
    for (RadixNode held = node; held != root; held = parent(held)) {
      if (--held.locks == 0) {
        evictablePages += held.pages();
        lockedPages -= held.pages();
        updateLeaf(held);
      }
    }
  }

  /** Evicts leaves until a number of pages is reached; returns how many it were, maybe more. */
  int evict(int pages) {
    int evicted = 0;
    while (evicted < pages && !evictableLeaves.isEmpty()) {
      RadixNode victim = Collections.min(evictableLeaves, LEAST_RECENTLY_USED);
      RadixNode parent = parent(victim);
      parent.children.remove(victim.firstHash());
      victim.parent = null;
      evictableLeaves.remove(victim);
      evictablePages -= victim.pages();
      evicted += victim.pages();
      updateLeaf(parent);
    }
    return evicted;
  }

  private void updateLeaf(RadixNode node) {
    if (node.isLeaf() && node.locks == 0 && node != root) {
      evictableLeaves.add(node);
    } else {
      evictableLeaves.remove(node);
    }
  }

  private static RadixNode parent(RadixNode node) {
    RadixNode parent = node.parent;
    if (parent == null) {
      throw new IllegalStateException("the node is not in the tree");
    }
    return parent;
  }
}
