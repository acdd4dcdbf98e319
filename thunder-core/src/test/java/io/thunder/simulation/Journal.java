package io.thunder.simulation;

import java.util.EnumMap;
import java.util.Map;

/**
 * What happened in a world: a hash of all of it, equal for equal seeds, and the last events, kept as
 * numbers so that a step costs no text.
 */
final class Journal {

  private static final int KEPT = 32;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final String[] kinds = new String[KEPT];
  private final long[] steps = new long[KEPT];
  private final long[] whos = new long[KEPT];
  private final long[] hows = new long[KEPT];
  private final Map<Fault, long[]> faults = new EnumMap<>(Fault.class);
  private long size;
  private long hash = MULTIPLIER;
  private long step;

  /** Says at which step what follows happens. */
  void step(long number) {
    step = number;
  }

  /** Notes an event: a constant text, and two numbers that tell it from others of its kind. */
  void note(String kind, long who, long how) {
    int index = (int) (size++ % KEPT);
    kinds[index] = kind;
    steps[index] = step;
    whos[index] = who;
    hows[index] = how;
    hash = Long.rotateLeft(hash ^ (kind.hashCode() + 31 * who + 961 * how), 23) * MULTIPLIER;
  }

  void count(Fault fault) {
    faults.computeIfAbsent(fault, first -> new long[1])[0]++;
  }

  long hash() {
    return hash;
  }

  /** How often each fault struck, in an array of one. */
  Map<Fault, long[]> faults() {
    return faults;
  }

  /** The last events, one a line, the oldest first. */
  String tail() {
    StringBuilder text = new StringBuilder();
    for (long i = Math.max(0, size - KEPT); i < size; i++) {
      int index = (int) (i % KEPT);
      text.append("\n  step ").append(steps[index]).append(": ").append(kinds[index]);
      text.append(' ').append(whos[index]).append(" (").append(hows[index]).append(')');
    }
    return text.toString();
  }
}
