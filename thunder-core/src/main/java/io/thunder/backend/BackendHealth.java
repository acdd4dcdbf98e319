package io.thunder.backend;

/** Whether a backend may be given turns. */
public enum BackendHealth {
  /** Added, and not heard of yet: no program is placed here. */
  UNKNOWN,
  /** Answers: programs may be placed here. */
  UP,
  /**
   * Asked to be left alone for a while: no turn is sent here. Its programs stay until their next
   * turns, which go on elsewhere if they can. It is up again when the time is over.
   */
  RESTING,
  /** Does not answer: its programs were taken off, and it is asked again at every probe. */
  DOWN,
  /** Being removed: the turns in flight may end, nothing new is placed here. */
  DRAINING
}
