package io.thunder.transport;

/** What becomes of the turns that an engine computes when it is paused. Both let its cache be reset. */
public enum PauseMode {
  /**
   * They end at once, with what was generated so far and the finish reason {@code abort}.
   */
  ABORT,
  /**
   * They are kept, and go on when the engine is resumed; what was reset meanwhile is computed again.
   */
  KEEP
}
