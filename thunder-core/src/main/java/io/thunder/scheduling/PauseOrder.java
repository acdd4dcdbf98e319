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
  /**
   * The one whose tool has run for the longest time: it is likely to run on, and its cache is what
   * an engine evicts first. If that one is not enough, the largest of the others, so that an
   * overflow costs at most one program more than the fewest that would do. Programs with turns in
   * flight, the largest first.
   */
  LONGEST_IDLE_FIRST {
    @Override
    public long key(long footprintTokens, long idleSinceNanos) {
      return idleSinceNanos;
    }

    @Override
    public long markKey(long footprintTokens) {
      return LARGEST_FIRST.markKey(footprintTokens);
    }
  };

  /**
   * The place of a program whose tool runs in the order of pausing.
   *
   * @param footprintTokens what it holds
   * @param idleSinceNanos since when its tool runs while its cache is held
   * @return smaller goes first
   */
  public abstract long key(long footprintTokens, long idleSinceNanos);

  /**
   * The place of a program with turns in flight in the order of marking.
   *
   * @param footprintTokens what it holds
   * @return smaller goes first
   */
  public long markKey(long footprintTokens) {
    return key(footprintTokens, 0);
  }
}
