package io.thunder.capacity;

/**
 * Watches how much of the contexts that should be cached is found so.
 *
 * <p>How much is found has a usual value for each workload, which may be well below 1 where prompts
 * are rebuilt. When less than usual is found, the engine has evicted what it was counted on to keep.
 * Some loss is cheap: engines compute a prompt token some 15 to 20 times faster than they generate
 * one, so that it counts when clearly more is lost than is generated. What is usual is forgotten over
 * some thousand turns, so that a workload that changed is not taken for pressure for ever. Not
 * thread-safe.
 */
final class CacheHits {

  /** How many tokens may be lost for each that is generated. */
  private static final double LOST_PER_GENERATED = 4.0;

  /** Over how many turns an average reaches back at least. */
  private static final int WINDOW_MIN = 32;

  /** Over how many turns the usual value is forgotten. */
  private static final double MEMORY = 2_000;

  private double expected;
  private double found;
  private double generated;
  private double usual;

  /**
   * Begins with an opinion.
   *
   * @param usual the share that is usually found, as long as nothing else is seen; 0 for none
   */
  CacheHits(double usual) {
    this.usual = usual;
  }

  /** How many turns tell enough: each program had one. */
  static int window(int programs) {
    return Math.max(WINDOW_MIN, programs);
  }

  /** Takes note of a turn, see {@link CachePressure#observe}. */
  void note(long expectedTokens, long cachedTokens, long generatedTokens, int programs) {
    double keep = 1 - 1.0 / window(programs);
    expected = expected * keep + expectedTokens;
    found = found * keep + Math.min(expectedTokens, cachedTokens);
    generated = generated * keep + generatedTokens;
    double now = found / expected;
    usual = Math.max(now, usual + (now - usual) / MEMORY);
  }

  /** Whether clearly more is lost than is generated; after one turn at least. */
  boolean areLost() {
    return (usual - found / expected) * expected > LOST_PER_GENERATED * generated;
  }

  /** The share that is found; after one turn at least. */
  double share() {
    return found / expected;
  }

  /** The share that is usually found. */
  double usualShare() {
    return usual;
  }

  /** Takes a share for the usual one, since no more is found whatever is done. */
  void accept(double share) {
    usual = share;
  }

  /** Forgets the turns, but not what is usual. */
  void forget() {
    expected = 0;
    found = 0;
    generated = 0;
  }
}
