package io.thunder.examples.simulator;

/**
 * Gives KV pages to sequences, after SGLang's {@code radix_cache.py} and {@code common.py}.
 *
 * <p>A page is free, in the tree, or held by a sequence besides the tree: what it has computed since
 * its last entry there, and its last page, which is not full. A lookup never covers the last token.
 */
final class RadixCache {

  private final RadixTree tree = new RadixTree();
  private final int pages;
  private final int pageSize;
  private int freePages;

  RadixCache(int pages, int pageSize) {
    this.pages = pages;
    this.pageSize = pageSize;
    this.freePages = pages;
  }

  RadixTree tree() {
    return tree;
  }

  int pages() {
    return pages;
  }

  int pageSize() {
    return pageSize;
  }

  int freePages() {
    return freePages;
  }

  /** Returns the tokens that fit into memory that is free or can be made free. */
  long availableTokens() {
    return (long) (freePages + tree.evictablePages()) * pageSize;
  }

  /** Returns the tokens that fit into the pages in use. */
  long usedTokens() {
    return (long) pages * pageSize - availableTokens();
  }

  double usage() {
    return (double) usedTokens() / pages / pageSize;
  }

  /** Finds the cached prefix of a sequence that waits, and holds it. */
  void hold(RadixSequence sequence) {
    int pagesMax = (sequence.tokens() - 1) / pageSize;
    sequence.node = tree.match(sequence.request.tokens(), pagesMax);
    sequence.computedTokens = sequence.node.end() * pageSize;
    tree.lock(sequence.node);
  }

  /** Takes the pages to compute more tokens, for which {@link #makeRoom} has made room. */
  void grow(RadixSequence sequence, int count) {
    int added = pagesFor(sequence.computedTokens + count) - pagesFor(sequence.computedTokens);
    if (!makeRoom(added)) {
      throw new IllegalStateException(
          "no room for " + added + " pages of request " + sequence.request.id());
    }
    freePages -= added;
    sequence.ownPages += added;
  }

  /** Evicts what is missing to a number of free pages; returns whether they are free now. */
  boolean makeRoom(int count) {
    if (freePages < count) {
      freePages += tree.evict(count - freePages);
    }
    return freePages >= count;
  }

  /**
   * Puts the full pages of a running sequence into the tree and holds them there. Those that another
   * one has put there in the meantime are shared, and the own copies are freed.
   */
  void insert(RadixSequence sequence) {
    int full = sequence.computedTokens / pageSize;
    int moved = full - sequence.node.end();
    int before = tree.pages();
    RadixNode end = tree.insert(sequence.node, sequence.request.tokens(), full);
    int duplicates = moved - (tree.pages() - before);
    tree.lock(end);
    tree.unlock(sequence.node);
    sequence.node = end;
    sequence.ownPages -= moved;
    freePages += duplicates;
  }

  /** Frees the pages that are not in the tree, and lets go of those that are. */
  void release(RadixSequence sequence) {
    freePages += sequence.ownPages;
    tree.unlock(sequence.node);
    sequence.ownPages = 0;
    sequence.node = tree.root();
    sequence.computedTokens = 0;
  }

  int cachedPrefixTokens(TokenSource tokens, int count) {
    return tree.peek(tokens, count / pageSize) * pageSize;
  }

  /** Forgets all cached pages; refused while a page is in use. */
  boolean reset() {
    if (usedTokens() > 0) {
      return false;
    }
    freePages += tree.evict(tree.pages());
    return true;
  }

  int pagesFor(long tokens) {
    return Math.toIntExact((tokens + pageSize - 1) / pageSize);
  }
}
