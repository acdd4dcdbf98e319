package io.thunder.examples.replay.run;

/**
 * Sums since a run began.
 *
 * @param steps turns that ended well
 * @param promptTokens their prompt tokens, as far as the backend says how many were cached
 * @param cachedTokens those of them that were cached
 * @param recomputedTokens prompt tokens computed again
 * @param pauses programs paused
 * @param failures turns that failed
 */
record Counts(
    long steps,
    long promptTokens,
    long cachedTokens,
    long recomputedTokens,
    long pauses,
    long failures) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
  static final Counts STEP = new Counts(1, 0, 0, 0, 0, 0);
  static final Counts PAUSE = new Counts(0, 0, 0, 0, 1, 0);
  static final Counts FAILURE = new Counts(0, 0, 0, 0, 0, 1);

  static Counts ofStep(long promptTokens, long cachedTokens, long recomputedTokens) {
    return new Counts(1, promptTokens, cachedTokens, recomputedTokens, 0, 0);
  }

  Counts plus(Counts more) {
    return combine(more, 1);
  }

  Counts since(Counts before) {
    return combine(before, -1);
  }

  private Counts combine(Counts other, int sign) {
    return new Counts(
        steps + sign * other.steps,
        promptTokens + sign * other.promptTokens,
        cachedTokens + sign * other.cachedTokens,
        recomputedTokens + sign * other.recomputedTokens,
        pauses + sign * other.pauses,
        failures + sign * other.failures);
  }

  /** Returns the share of prompt tokens that were cached, NaN if that is unknown. */
  double hitRate() {
    return promptTokens > 0 ? (double) cachedTokens / promptTokens : Double.NaN;
  }
}
