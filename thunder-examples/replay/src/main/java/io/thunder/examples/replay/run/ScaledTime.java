package io.thunder.examples.replay.run;

import io.thunder.TimeSource;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Engine time: the machine's time, run faster. Scheduler, agents and measurement live in it, so that
 * a policy's delays mean the same as on a real engine. Thread-safe.
 */
public final class ScaledTime implements TimeSource, AutoCloseable {

  private final double speed;
  private final long startNanos = System.nanoTime();
  private final ScheduledThreadPoolExecutor timer;

  /**
   * Starts at 0.
   *
   * @param speed how many seconds pass in a second
   */
  public ScaledTime(double speed) {
    this.speed = speed;
    timer = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "replay-timer");
      thread.setDaemon(true);
      return thread;
    });
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return (long) ((System.nanoTime() - startNanos) * speed);
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    try {
      Future<?> future =
          timer.schedule(task, wallNanos((double) delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> future.cancel(/* mayInterruptIfRunning= */ false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /**
   * How much time of the machine passes in a time of this clock.
   *
   * @param nanos on this clock
   * @return nanoseconds of the machine
   */
  public long wallNanos(double nanos) {
    return (long) (nanos / speed);
  }

  /** Drops what is scheduled. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
