package io.thunder.program;

/** Why a program ended. */
public enum EndReason {
  /** Its owner released it. */
  RELEASED,
  /** It made no turn for longer than the idle bound. */
  EXPIRED,
  /** The client was closed. */
  CLOSED
}
