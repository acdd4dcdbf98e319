package io.thunder.program;

/** How a turn that was admitted ended. */
public enum TurnOutcome {
  /** The engine answered in full. */
  SUCCEEDED,
  /** The backend failed. */
  FAILED,
  /** The backend answered that the request itself is wrong. */
  REJECTED,
  /** The caller gave the turn up, or its program was released. */
  CANCELLED,
  /** Nothing was heard of it for longer than the lease timeout. */
  EXPIRED
}
