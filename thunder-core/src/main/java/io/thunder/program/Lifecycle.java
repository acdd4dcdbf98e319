package io.thunder.program;

/** Where a program is. */
public enum Lifecycle {
  /** Placed on a backend, which holds its KV cache. */
  ACTIVE,
  /** In the waiting pool: its cache is given up, or it never had one. */
  PAUSED,
  /** Ended; nothing of it is left. */
  TERMINATED
}
