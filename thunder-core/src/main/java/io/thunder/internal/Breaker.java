package io.thunder.internal;

/**
 * Tells when a backend is to be left alone since it answers probes, but fails one turn after another.
 * When it has been left alone, a single turn tries it; each that fails doubles the time. Of one backend.
 */
final class Breaker {

  /** So many in a row are no bad luck, and no single program's bad request sent again. */
  static final int FAILURES_UNTIL_OPEN = 5;

  private static final long REST_MIN_NANOS = 1_000_000_000L;
  private static final int DOUBLINGS_MAX = 6;

  private int failures;
  private int trialsFailed;

  /** Whether only one turn at a time is to be sent there, if any. */
  boolean isOpen() {
    return failures >= FAILURES_UNTIL_OPEN;
  }

  void succeeded() {
    failures = 0;
    trialsFailed = 0;
  }

  /**
   * Counts a failure. Of turns that were on their way when it opened, no more is learnt.
   *
   * @return for how many nanoseconds to leave the backend alone from now on, 0 if nothing changes
   */
  long failed(boolean onTrial) {
    if (isOpen()) {
      trialsFailed += onTrial ? 1 : 0;
      return onTrial ? REST_MIN_NANOS << Math.min(trialsFailed, DOUBLINGS_MAX) : 0;
    }
    failures++;
    return isOpen() ? REST_MIN_NANOS : 0;
  }
}
