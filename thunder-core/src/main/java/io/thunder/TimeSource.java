package io.thunder;

import java.time.Duration;

/**
 * Where a client gets its time from. The default is the machine's; tests and simulations bring
 * their own, and then nothing in the client depends on the wall clock. Implementations are
 * thread-safe.
 */
public interface TimeSource {

  /**
   * The present time, on a clock of arbitrary origin that never goes back.
   *
   * @return nanoseconds
   */
  long nanoTime();

  /**
   * Runs a task later, once. The task is short and does not throw.
   *
   * @param delay how much later, not negative
   * @param task what to run
   * @return cancels the task if it has not run yet; idempotent
   */
  Runnable schedule(Duration delay, Runnable task);
}
