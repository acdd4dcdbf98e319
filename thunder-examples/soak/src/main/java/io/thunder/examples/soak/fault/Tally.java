package io.thunder.examples.soak.fault;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts things by name; there are few names. Thread-safe. */
public final class Tally {

  private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** Creates a tally without counts. */
  public Tally() {}

  /**
   * Counts one.
   *
   * @param name of what
   */
  public void count(String name) {
    counts.computeIfAbsent(name, unused -> new LongAdder()).increment();
  }

  /**
   * How many there were of a name.
   *
   * @param name of what
   * @return the count
   */
  public long of(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  /**
   * How many there were in all.
   *
   * @return the sum
   */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * All counts.
   *
   * @return by name, in the order of the names
   */
  public SortedMap<String, Long> all() {
    SortedMap<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }
}
