package io.thunder;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only when it is told to; what falls due runs on the thread that moves it. */
final class ManualTime implements TimeSource {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(
      Comparator.<Task>comparingLong(task -> task.dueNanos).thenComparingLong(task -> task.serial));

  private long nowNanos = 1_000_000_000L;
  private long serials;

  @Override
  public synchronized long nanoTime() {
    return nowNanos;
  }

  @Override
  public synchronized Runnable schedule(Duration delay, Runnable action) {
    Task task = new Task(nowNanos + delay.toNanos(), serials++, action);
    tasks.add(task);
    return () -> cancel(task);
  }

  /** Moves the clock, running on the way what falls due, in order. */
  void advance(Duration time) {
    long untilNanos = nanoTime() + time.toNanos();
    for (Task task = takeDue(untilNanos); task != null; task = takeDue(untilNanos)) {
      task.action.run();
    }
    synchronized (this) {
      nowNanos = untilNanos;
    }
  }

  /** How many tasks are scheduled. */
  synchronized int scheduled() {
    return tasks.size();
  }

  private synchronized Task takeDue(long untilNanos) {
    Task next = tasks.peek();
    if (next == null || next.dueNanos > untilNanos) {
      return null;
    }
    nowNanos = Math.max(nowNanos, next.dueNanos);
    return tasks.poll();
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  private static final class Task {

    final long dueNanos;
    final long serial;
    final Runnable action;

    Task(long dueNanos, long serial, Runnable action) {
      this.dueNanos = dueNanos;
      this.serial = serial;
      this.action = action;
    }
  }
}
