package io.thunder.program;

/**
 * What KV cache was spent on, as tokens held times seconds held (the space-time product of the
 * ThunderAgent paper, arXiv:2602.13692). Decode and prefill are useful work; the other three are
 * what scheduling tries to avoid.
 *
 * @param decode held while tokens were generated
 * @param prefill held while prompt tokens were computed for the first time
 * @param recompute held while prompt tokens were computed again because their cache was lost
 * @param idle held while a tool ran
 * @param unused free while a turn waited for room; 0 for a single program
 */
public record SpaceTimeCosts(
    double decode, double prefill, double recompute, double idle, double unused) {

  /** No cost yet. */
  public static final SpaceTimeCosts NONE = new SpaceTimeCosts(0, 0, 0, 0, 0);

  /**
   * All five together.
   *
   * @return token-seconds
   */
  public double total() {
    return decode + prefill + recompute + idle + unused;
  }
}
