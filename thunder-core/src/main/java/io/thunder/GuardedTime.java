package io.thunder;

import io.thunder.internal.QuietLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A time source that callers brought, where one call that fails must not end for good what goes on
 * for as long as the client: what could not be set is set as soon as anything can be. Thread-safe.
 */
final class GuardedTime implements TimeSource {

  private final TimeSource time;
  private final Queue<Runnable> lapsed = new ConcurrentLinkedQueue<>();

  GuardedTime(TimeSource time) {
    this.time = time;
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  /** Throws what the source throws; cancelling does not. */
  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    Runnable cancel = guarded(time.schedule(delay, task));
    revive();
    return cancel;
  }

  /** The same for a task that sets itself again; never throws. */
  Runnable repeat(Duration delay, Runnable task) {
    try {
      return schedule(delay, task);
    } catch (Throwable e) {
      QuietLog.log(Level.ERROR, "no timer could be set; it is tried again with the next", e);
      lapsed.add(task);
      return () -> lapsed.remove(task);
    }
  }

  /** Goes on with one that lapsed; it sets a timer itself, and so revives the next. */
  private void revive() {
    Runnable task = lapsed.poll();
    if (task != null) {
      repeat(Duration.ZERO, task);
    }
  }

  private static Runnable guarded(Runnable cancel) {
    return () -> {
      try {
        cancel.run();
      } catch (Throwable e) {
        QuietLog.log(Level.ERROR, "a timer could not be cancelled", e);
      }
    };
  }
}
