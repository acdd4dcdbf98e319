package io.thunder.simulation;

import io.thunder.TimeSource;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual time: what is due runs in order, at the world's pace. The clock that the client reads may
 * jump against it, both ways; its timers may fire late.
 *
 * <p>Touched by the thread whose turn it is; only cancelling may happen beside it.
 */
final class SimTime implements TimeSource {

  /** Where the client sets the timer that ticks. */
  private static final String TICKS = "io.thunder.Ticks";

  /** Where it sets those of turns that wait. */
  private static final String TURNS = "io.thunder.Turns";

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final AtomicInteger clientTimers = new AtomicInteger();
  private final World world;
  private final long start;
  private long now;
  private long skew;
  private long latestShown;
  private long serials;

  /** The client's timer that sets itself again with every tick. */
  private Entry tick;

  /** The latest time that the client has ticked at. */
  private long tickShown;

  SimTime(World world, long start) {
    this.world = world;
    this.start = start;
    this.now = start;
    this.latestShown = start;
    this.tickShown = start;
  }

  /** The time that really passes; never goes back. */
  long now() {
    return now;
  }

  @Override
  public long nanoTime() {
    latestShown = Math.max(latestShown, now + skew);
    return now + skew;
  }

  /** The latest time that the client was shown: for it, time stands still until then. */
  long latestShown() {
    return latestShown;
  }

  /** What its clock says; may be behind what it was shown. What happens now happens not before. */
  long reading() {
    return now + skew;
  }

  /** The latest time that it was shown, as soon as it looks. */
  long nextShown() {
    return Math.max(latestShown, now + skew);
  }

  long tickShown() {
    return tickShown;
  }

  long start() {
    return start;
  }

  /** How long the client's clock needs to come back to where it once was. */
  long behind() {
    return Math.max(0, latestShown - now - skew);
  }

  void jump(long by) {
    skew += by;
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw world.failure("a timer was set into the past");
    }
    long late = world.timerLateness();
    Entry entry = new Entry(now + delay.toNanos() + late, serials++, task, clientTimers);
    String setter = task.getClass().getName();
    if (setter.equals(TICKS)) {
      tick = entry;
    }
    clientTimers.incrementAndGet();
    entries.add(entry);
    if (setter.startsWith(TURNS)) {
      world.blocking.waits();
    }
    return entry;
  }

  /** Has the world itself do something later. */
  void after(long nanos, Runnable task) {
    entries.add(new Entry(now + nanos, serials++, task, null));
  }

  /** Runs what is due next, at most so much later; returns false if nothing is. */
  boolean runNext(long laterMax) {
    Entry next = entries.peek();
    while (next != null && next.gone.get()) {
      entries.remove();
      next = entries.peek();
    }
    if (next == null || next.due - now > laterMax) {
      return false;
    }
    entries.remove();
    now = Math.max(now, next.due);
    run(next);
    return true;
  }

  /** Runs what has not run; returns whether it has not. */
  private boolean run(Entry entry) {
    boolean ticks = entry == tick;
    long shown = reading(); // callbacks of the tick may move the clock
    boolean taken = entry.take();
    if (taken) {
      entry.task.run();
      if (ticks) {
        tickShown = Math.max(tickShown, shown);
      }
    }
    return taken;
  }

  /**
   * Tells the client at once that time has passed; until the next tick it waits as ever. Returns
   * false if it cannot be told, since a callback still holds its last tick up.
   */
  boolean tickNow() {
    return run(tick);
  }

  /** How many timers of the client's are running. */
  int clientTimers() {
    return clientTimers.get();
  }

  /** Something that is due; running it cancels it. */
  private static final class Entry implements Runnable, Comparable<Entry> {

    final long due;
    final long serial;
    final Runnable task;
    final AtomicInteger live;
    final AtomicBoolean gone = new AtomicBoolean();

    Entry(long due, long serial, Runnable task, AtomicInteger live) {
      this.due = due;
      this.serial = serial;
      this.task = task;
      this.live = live;
    }

    boolean take() {
      boolean first = !gone.get() && gone.compareAndSet(false, true);
      if (first && live != null) {
        live.decrementAndGet();
      }
      return first;
    }

    @Override
    public void run() {
      take();
    }

    @Override
    public int compareTo(Entry other) {
      return due != other.due ? Long.compare(due, other.due) : Long.compare(serial, other.serial);
    }
  }
}
