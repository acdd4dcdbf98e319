package io.thunder.scheduling;

/** Which program gives its cache up first when a backend holds too much. */
public enum PauseOrder {
  /** The one with the smallest footprint: the published rule, cheapest to compute again. */
  SMALLEST_FIRST {
    @Override
    public long key(long footprintTokens, long idleSinceNanos) {
      return footprintTokens;
    }
  },
  /** The one with the largest footprint: the fewest programs are disturbed. */
  LARGEST_FIRST {
    @Override
    public long key(long footprintTokens, long idleSinceNanos) {
      return -footprintTokens;
    }
  },
  /** The one whose tool has run for the longest time. */
  LONGEST_IDLE_FIRST {
    @Override
    public long key(long footprintTokens, long idleSinceNanos) {
      return idleSinceNanos;
    }
  };

  /**
   * A program's place in the order; it changes only with its footprint or phase.
   *
   * @param footprintTokens what it holds
   * @param idleSinceNanos when its last turn ended, or when its turn in flight began
   * @return smaller goes first
   */
  public abstract long key(long footprintTokens, long idleSinceNanos);
}
