package io.thunder.capacity;

/**
 * Tells from cache hits whether a backend holds less than is believed.
 *
 * <p>A program that stayed on its backend between two turns should find its context cached. When less
 * than usual is found, the engine has evicted what it was counted on to keep: the capacity is wrong,
 * or somebody else uses it. Then the share of the capacity that is used is cut at once, and raised
 * again slowly: additive increase, multiplicative decrease. Not thread-safe.
 */
public final class CachePressure {

  private static final double DECREASE = 0.93;
  private static final double INCREASE = 0.002;
  private static final double SHARE_MIN = 0.6;

  private final CacheHits hits = new CacheHits(/* usual= */ 0);
  private double share = 1;
  private long turnsSinceChange;

  /** Creates a watch without history. */
  public CachePressure() {}

  /**
   * Learns from a turn of a program that had stayed on the backend.
   *
   * @param expectedTokens its context before the turn, at least 1
   * @param cachedTokens what of the prompt the engine found cached
   * @param generatedTokens what it generated
   * @param programs programs on the backend: after as many turns, a change has shown its effect
   * @return whether {@link #share()} changed
   */
  public boolean observe(
      long expectedTokens, long cachedTokens, long generatedTokens, int programs) {
    hits.note(expectedTokens, cachedTokens, generatedTokens, programs);
    turnsSinceChange++;
    if (turnsSinceChange < CacheHits.window(programs)) {
      return false;
    }
    return change(hits.areLost() ? share * DECREASE : share + INCREASE);
  }

  /** Forgets the turns that were watched last: the cache was emptied, which says nothing of its size. */
  public void cacheEmptied() {
    hits.forget();
    turnsSinceChange = 0;
  }

  private boolean change(double to) {
    turnsSinceChange = 0;
    double before = share;
    share = Math.max(SHARE_MIN, Math.min(1, to));
    return share != before;
  }

  /**
   * Which share of the capacity should be used.
   *
   * @return {@value #SHARE_MIN} to 1
   */
  public double share() {
    return share;
  }
}
