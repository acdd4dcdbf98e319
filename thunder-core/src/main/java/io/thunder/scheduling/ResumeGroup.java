package io.thunder.scheduling;

/** Why a program waits in the pool, in the order in which the groups are served. */
public enum ResumeGroup {
  /** It was paused, and its next turn is waiting; or one that ran before waits for it. */
  RETURNING(0),
  /** It never ran, its first turn is waiting, and no other program waits for it. */
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
