package io.thunder.examples.simulator;

import io.thunder.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;

/**
 * A deterministic event loop in virtual time, starting at 0: what is scheduled runs in order of
 * time, and of scheduling where the times are equal.
 *
 * <p>Not thread-safe.
 */
public final class VirtualTime implements TimeSource {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nowNanos;
  private long sequence;

  /** Returns the current virtual time. */
  @Override
  public long nanoTime() {
    return nowNanos;
  }

  /**
   * Schedules an action.
   *
   * @param delayNanos from now; a negative delay counts as 0
   * @return a handle to cancel it
   */
  public Task schedule(long delayNanos, Runnable action) {
    Task task = new Task(nowNanos + Math.max(0, delayNanos), sequence++, action);
    tasks.add(task);
    return task;
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    return schedule(delay.toNanos(), task)::cancel;
  }

  /** Runs everything that is due up to a time, and then stands at that time. */
  public void runUntil(long nanos) {
    for (Task task = tasks.peek(); task != null && task.atNanos <= nanos; task = tasks.peek()) {
      runNext();
    }
    nowNanos = Math.max(nowNanos, nanos);
  }

  /** Runs until nothing is scheduled any more. */
  public void run() {
    while (!tasks.isEmpty()) {
      runNext();
    }
  }

  private void runNext() {
    Task task = tasks.remove();
    if (!task.cancelled) {
      nowNanos = task.atNanos;
      task.action.run();
    }
  }

  /** A scheduled action. */
  public static final class Task implements Comparable<Task> {

    private final long atNanos;
    private final long sequence;
    private final Runnable action;
    private boolean cancelled;

    private Task(long atNanos, long sequence, Runnable action) {
      this.atNanos = atNanos;
      this.sequence = sequence;
      this.action = action;
    }

    /** Keeps the action from running, if it has not run yet. */
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
