package io.thunder.examples.simulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run of KV pages in a {@link RadixTree}; those before it are on the path to the root. */
final class RadixNode {

  /** Null for the root and for an evicted node. */
  @Nullable
  RadixNode parent;

  /** The next nodes, by the hash of their first page. */
  final Map<Long, RadixNode> children = new HashMap<>();

  /** How many running sequences end at this node or below it. */
  int locks;

  /** When a sequence last passed here, on the clock of the tree. */
  long lastAccess;

  private int start;
  private long[] hashes;

  RadixNode(@Nullable RadixNode parent, int start, long... hashes) {
    this.parent = parent;
    this.start = start;
    this.hashes = hashes;
  }

  /** Returns the position of its first page in a sequence. */
  int start() {
    return start;
  }

  /** Returns the position behind its last page, which is the length of the path down to here. */
  int end() {
    return start + hashes.length;
  }

  int pages() {
    return hashes.length;
  }

  long firstHash() {
    return hashes[0];
  }

  boolean isLeaf() {
    return children.isEmpty();
  }

  /**
   * Returns how many of its pages a sequence agrees with. As the hash of a page stands for all pages
   * before it, a search over the last hash in agreement is enough.
   *
   * @param limit length of the sequence in pages, more than {@link #start}
   */
  int commonPages(TokenSource tokens, int limit) {
    int most = Math.min(pages(), limit - start);
    int least = 0;
    int probe = most; // the whole run agrees in most cases
    while (least < most) {
      if (tokens.blockHash(start + probe - 1) == hashes[probe - 1]) {
        least = probe;
      } else {
        most = probe - 1;
      }
      probe = (least + most + 1) / 2;
    }
    return least;
  }

  /** Moves its first pages into a new node between its parent and itself. */
  RadixNode split(int pages) {
    RadixNode upper = new RadixNode(parent, start, Arrays.copyOf(hashes, pages));
    upper.locks = locks;
    upper.lastAccess = lastAccess;
    hashes = Arrays.copyOfRange(hashes, pages, hashes.length);
    start += pages;
    parent = upper;
    upper.children.put(firstHash(), this);
    return upper;
  }
}
