package io.thunder.examples.soak.agent;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Knows the turns that have no outcome yet. Thread-safe. */
public final class TurnWatch {

  private final LongSupplier nanoTime;
  private final AtomicLong turns = new AtomicLong();
  private final ConcurrentHashMap<Long, Long> open = new ConcurrentHashMap<>();

  /**
   * Creates a watch.
   *
   * @param nanoTime the machine's clock
   */
  public TurnWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Notes that a turn begins.
   *
   * @return its number
   */
  public long begin() {
    long turn = turns.incrementAndGet();
    open.put(turn, nanoTime.getAsLong());
    return turn;
  }

  /**
   * Notes that a turn has an outcome.
   *
   * @param turn its number
   */
  public void end(long turn) {
    open.remove(turn);
  }

  /**
   * How many turns have begun.
   *
   * @return the number
   */
  public long begun() {
    return turns.get();
  }

  /**
   * How many turns have no outcome.
   *
   * @return the number
   */
  public int open() {
    return open.size();
  }

  /**
   * How many turns have had no outcome for long.
   *
   * @param nanos for how long
   * @return the number
   */
  public int openFor(long nanos) {
    long now = nanoTime.getAsLong();
    return (int) open.values().stream().filter(begun -> now - begun >= nanos).count();
  }

  /**
   * For how long the oldest turn has had no outcome.
   *
   * @return nanoseconds, 0 if there is none
   */
  public long oldestNanos() {
    long now = nanoTime.getAsLong();
    return open.values().stream().mapToLong(begun -> now - begun).max().orElse(0);
  }
}
