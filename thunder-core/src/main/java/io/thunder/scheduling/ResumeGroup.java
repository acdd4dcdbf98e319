package io.thunder.scheduling;

/** Why a program waits in the pool, in the order in which the groups are served. */
public enum ResumeGroup {
  /** It was paused, and its next turn is waiting. */
  RETURNING,
  /** It never ran, and its first turn is waiting. */
  NEW,
  /** It was paused, and its tool still runs. */
  IDLE
}
