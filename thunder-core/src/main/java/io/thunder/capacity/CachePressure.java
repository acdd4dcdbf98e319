package io.thunder.capacity;

/**
 * Tells from cache hits whether a backend holds less than is believed.
 *
 * <p>A program that stayed on its backend between two turns should find its context cached. How much
 * of it is found has a usual value for each workload, which may be well below 1 where prompts are
 * rebuilt. When less than usual is found, the engine has evicted what it was counted on to keep: the
 * capacity is wrong, or somebody else uses it. Some loss is cheap: engines compute a prompt token
 * some 15 to 20 times faster than they generate one. When more is lost than is generated, the share
 * of the capacity that is used is cut at once, and raised again slowly: additive increase,
 * multiplicative decrease. What is usual is forgotten over some thousand turns, so that a workload
 * that changed is not taken for pressure for ever. Not thread-safe.
 */
public final class CachePressure {

  /** How many tokens may be lost for each that is generated. */
  private static final double LOST_PER_GENERATED = 4.0;

  private static final double DECREASE = 0.93;
  private static final double INCREASE = 0.002;
  private static final double SHARE_MIN = 0.6;

  /** Over how many turns an average reaches back at least. */
  private static final int WINDOW_MIN = 32;

  /** Over how many turns the usual value is forgotten. */
  private static final double MEMORY = 2_000;

  private double expected;
  private double found;
  private double generated;
  private double usual;
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
    double keep = 1 - 1.0 / Math.max(WINDOW_MIN, programs);
    expected = expected * keep + expectedTokens;
    found = found * keep + Math.min(expectedTokens, cachedTokens);
    generated = generated * keep + generatedTokens;
    double now = found / expected;
    usual = Math.max(now, usual + (now - usual) / MEMORY);
    turnsSinceChange++;
    if (turnsSinceChange < Math.max(WINDOW_MIN, programs)) {
      return false;
    }
    double lost = (usual - now) * expected;
    return change(lost > LOST_PER_GENERATED * generated ? share * DECREASE : share + INCREASE);
  }

  /** Forgets the turns that were watched last: the cache was emptied, which says nothing of its size. */
  public void cacheEmptied() {
    expected = 0;
    found = 0;
    generated = 0;
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
