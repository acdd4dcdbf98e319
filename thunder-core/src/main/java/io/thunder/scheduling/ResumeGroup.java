package io.thunder.scheduling;

/** Why a program waits in the pool, in the order in which the groups are served. */
public enum ResumeGroup {
  /** It was paused, and its next turn is waiting. */
  RETURNING(0),
  /** It never ran, and its first turn is waiting. */
  NEW(1),
  /** It was paused, and its tool still runs. */
  IDLE(2);

  private final int rank;

  ResumeGroup(int rank) {
    this.rank = rank;
  }

  /**
   * The group's place.
   *
   * @return 0 for the group that is served first
   */
  public int rank() {
    return rank;
  }
}
