package io.thunder.examples.replay.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says, once, that the user wants the replay to end. Thread-safe. */
public final class StopSignal {

  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Creates a signal that is not given. */
  public StopSignal() {}

  /** Gives the signal. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Whether the signal was given.
   *
   * @return true from then on
   */
  public boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Waits for a time, or for the signal. An interrupt counts as the signal.
   *
   * @param nanos how long
   * @return whether the signal was given
   */
  public boolean await(long nanos) {
    try {
      return stopped.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      return true;
    }
  }
}
