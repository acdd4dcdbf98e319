package io.thunder.capacity;

/**
 * A sum of weights that each halve every half-life, kept as one number.
 *
 * <p>Each term is {@code w x 2^-((t - start) / halfLife)}; all of them scale alike, so the sum at a
 * later time is the sum now times one factor: {@code S(t) = S(t0) x 2^-((t - t0) / halfLife)}.
 * Adding and removing cost O(1). Rounding leaves a residue far below one token, which is dropped
 * whenever the last term is removed. Not thread-safe.
 */
public final class DecayingSum {

  private final double halfLifeNanos;
  private double sum;
  private long terms;
  private long atNanos;

  /**
   * Creates an empty sum.
   *
   * @param halfLifeNanos after how many nanoseconds a term counts half; 0 means it never fades
   */
  public DecayingSum(long halfLifeNanos) {
    this.halfLifeNanos = halfLifeNanos;
  }

  /**
   * Adds a term that starts now.
   *
   * @param weight its weight at the start
   * @param nowNanos the current time
   */
  public void add(long weight, long nowNanos) {
    advance(nowNanos);
    sum += weight;
    terms++;
  }

  /**
   * Removes a term.
   *
   * @param weight its weight at the start
   * @param startNanos when it was added
   * @param nowNanos the current time
   */
  public void remove(long weight, long startNanos, long nowNanos) {
    advance(nowNanos);
    sum -= weight * factor(nowNanos - startNanos);
    if (--terms == 0) {
      sum = 0;
    }
  }

  /**
   * The sum.
   *
   * @param nowNanos the current time
   * @return what the terms add up to now
   */
  public double at(long nowNanos) {
    // Nothing was added yet, perhaps: then nobody knows where the clock began.
    return sum == 0 ? 0 : sum * factor(nowNanos - atNanos);
  }

  private void advance(long nowNanos) {
    sum = at(nowNanos);
    atNanos = nowNanos;
  }

  /**
   * What is left of a term.
   *
   * @param elapsedNanos how long ago it was added
   * @return 1 at the start, 0.5 after a half-life
   */
  public double factor(long elapsedNanos) {
    return halfLifeNanos == 0 ? 1.0 : Math.pow(2.0, -elapsedNanos / halfLifeNanos);
  }
}
