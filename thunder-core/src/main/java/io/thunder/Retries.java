package io.thunder;

import io.thunder.error.BackendUnavailableException;

/**
 * How often a turn may be sent again. Each time may cost its whole prompt, since another backend has
 * nothing of it cached; a few times a long prompt is as much as many programs need. Only the first
 * time after a backend could not be reached, which has computed nothing, is free. Of one turn; not
 * thread-safe.
 */
final class Retries {

  private int timesLeft;
  private long tokensLeft;
  private boolean freeLeft = true;

  /**
   * The bounds of a turn that is about to be sent for the first time.
   *
   * @param attemptsMax how often it is sent at most
   * @param tokensMax how many prompt tokens all further times may cost
   */
  Retries(int attemptsMax, long tokensMax) {
    this.timesLeft = attemptsMax - 1;
    this.tokensLeft = tokensMax;
  }

  /** Takes one more time, if it is worth it after such a failure and within the bounds. */
  boolean take(Throwable failure, long promptTokens) {
    boolean unreached = failure instanceof BackendUnavailableException;
    if (timesLeft == 0 || !(unreached || Overload.is(failure))) {
      return false;
    }
    long cost = unreached && freeLeft ? 0 : promptTokens;
    if (cost > tokensLeft) {
      return false;
    }
    freeLeft &= !unreached;
    tokensLeft -= cost;
    timesLeft--;
    return true;
  }
}
