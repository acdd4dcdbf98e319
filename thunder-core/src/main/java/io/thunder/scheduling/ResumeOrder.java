package io.thunder.scheduling;

/** Which waiting program is placed first when there is room. */
public enum ResumeOrder {
  /**
   * The smallest first, group by group: the published rule. Large programs can wait for as long as
   * smaller ones keep coming.
   */
  SMALLEST_FIRST {
    @Override
    public long key(
        ResumeGroup group, long sinceNanos, long needTokens, long capacity, long ageingNanos) {
      return ((long) group.rank() << 48) + needTokens;
    }
  },
  /**
   * By deadline: the time since which it waits, plus a handicap for being new and one for being
   * large. Whoever waits longer than all handicaps goes before every later arrival, so ageing needs
   * no upkeep: the order of two waiting programs never changes.
   */
  SMALLEST_RETURNING_FIRST {
    @Override
    public long key(
        ResumeGroup group, long sinceNanos, long needTokens, long capacity, long ageingNanos) {
      long order = group == ResumeGroup.RETURNING ? needTokens : sinceNanos >> NANOS_TO_MILLIS;
      return ((long) group.rank() << 48) + order;
    }
  },
  AGED {
    @Override
    public long key(
        ResumeGroup group, long sinceNanos, long needTokens, long capacity, long ageingNanos) {
      double share = Math.min(1.0, SIZE_SHARE * needTokens / Math.max(1, capacity));
      return sinceNanos + (long) (ageingNanos * (group.rank() + share));
    }
  };

  /** A program of an eighth of a backend, or larger, carries the whole size handicap. */
  /** About a millisecond. */
  private static final int NANOS_TO_MILLIS = 20;

  private static final double SIZE_SHARE = 8.0;

  /**
   * A program's place in the order; it changes only with its need.
   *
   * @param group why it waits
   * @param sinceNanos since when
   * @param needTokens what it needs
   * @param capacity the largest backend's capacity in tokens
   * @param ageingNanos the handicap of being new, and of being large
   * @return smaller goes first
   */
  public abstract long key(
      ResumeGroup group, long sinceNanos, long needTokens, long capacity, long ageingNanos);
}
