package io.thunder.simulation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How much was simulated. Thread-safe. */
final class Totals {

  private final Map<Fault, long[]> faults = new EnumMap<>(Fault.class);
  private long seeds;
  private long steps;

  synchronized void add(Journal journal, long stepsTaken) {
    seeds++;
    steps += stepsTaken;
    journal
        .faults()
        .forEach(
            (fault, struck) -> faults.computeIfAbsent(fault, first -> new long[1])[0] += struck[0]);
  }

  synchronized long seeds() {
    return seeds;
  }

  synchronized Map<Fault, long[]> faults() {
    return new EnumMap<>(faults);
  }

  /** So much of everything, in two lines. */
  synchronized String report(double seconds) {
    long struck = faults.values().stream().mapToLong(count -> count[0]).sum();
    return String.format(
            Locale.ROOT,
            "%,d seeds, %,d steps, %,d faults in %.0f s (%.0f seeds/s)%n",
            seeds,
            steps,
            struck,
            seconds,
            seeds / seconds)
        + faults.entrySet().stream()
            .map(kind -> kind.getKey() + " " + kind.getValue()[0])
            .collect(Collectors.joining(", "));
  }
}
