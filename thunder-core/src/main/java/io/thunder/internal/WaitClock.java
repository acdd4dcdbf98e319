package io.thunder.internal;

/** A clock that runs only while somebody waits in the pool. */
final class WaitClock {

  private long totalNanos;
  private long sinceNanos;
  private boolean running;

  /** Starts or stops the clock. */
  void run(boolean on, long nowNanos) {
    totalNanos = at(nowNanos);
    sinceNanos = nowNanos;
    running = on;
  }

  /** For how long it has run. */
  long at(long nowNanos) {
    return running ? totalNanos + nowNanos - sinceNanos : totalNanos;
  }
}
