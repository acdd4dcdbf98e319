package io.thunder.examples.simulator.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts pauses, and compares the pauses of each overflow with the fewest that would have done: the
 * largest of the programs that could be paused, until what they hold covers the overflow. Pauses on
 * one engine at one instant are one overflow, as long as it shrinks, nobody is let in, and
 * somebody is left who could be paused. A pause without an overflow,
 * such as that of a program that gives way to one that waits, is counted and not compared.
 */
public final class PauseLog {

  private final Map<Integer, Overflow> open = new HashMap<>();
  private final Map<Integer, Map<String, Long>> held = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private long pauses;
  private long worst;

  PauseLog() {}

  /** Notes what a program holds on an engine while its tool runs, from now on. */
  public void holds(int engine, String program, long tokens) {
    left(program);
    places.put(program, engine);
    held.computeIfAbsent(engine, key -> new HashMap<>()).put(program, tokens);
  }

  /** Notes that a program's tool has ended, or the program itself, so that it cannot be paused. */
  public void left(String program) {
    Integer engine = places.remove(program);
    if (engine != null) {
      held.getOrDefault(engine, Map.of()).remove(program);
    }
  }

  /** Notes that an engine was given a turn: what is paused after that is paused for another reason. */
  public void letIn(int engine) {
    open.remove(engine);
  }

  /**
   * Notes a pause.
   *
   * @param engine where
   * @param program who
   * @param excess by how many tokens the engine was over its limit before
   * @param nowNanos when
   */
  public void paused(int engine, String program, long excess, long nowNanos) {
    pauses++;
    if (excess > 0) {
      Overflow overflow = open.get(engine);
      if (overflow == null || overflow.atNanos != nowNanos || excess >= overflow.excess) {
        overflow = new Overflow(nowNanos, fewest(engine, excess));
        open.put(engine, overflow);
      }
      overflow.excess = excess;
      overflow.pauses++;
      worst = Math.max(worst, overflow.pauses - overflow.fewest);
    }
    left(program);
    if (held.getOrDefault(engine, Map.of()).isEmpty()) {
      open.remove(engine);
    }
  }

  private long fewest(int engine, long excess) {
    List<Long> sizes = new ArrayList<>(held.getOrDefault(engine, Map.of()).values());
    sizes.sort(Collections.reverseOrder());
    long covered = 0;
    int count = 0;
    while (count < sizes.size() && (covered < excess || count == 0)) {
      covered += sizes.get(count++);
    }
    return Math.max(1, count);
  }

  /** Returns how many pauses there were. */
  public long pauses() {
    return pauses;
  }

  /** Returns by how many pauses the worst overflow exceeded the fewest that would have done. */
  public long overPauses() {
    return worst;
  }

  private static final class Overflow {

    private final long atNanos;
    private final long fewest;
    private long pauses;
    private long excess;

    Overflow(long atNanos, long fewest) {
      this.atNanos = atNanos;
      this.fewest = fewest;
    }
  }
}
