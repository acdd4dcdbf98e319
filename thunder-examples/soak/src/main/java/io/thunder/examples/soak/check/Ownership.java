package io.thunder.examples.soak.check;

import io.thunder.examples.soak.agent.Roster;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Tells leaked programs from others: those that are there although nobody owns them, and have been
 * for longer than it takes to expire. Used by one thread.
 */
final class Ownership {

  private final Roster roster;
  private final long leakedNanos;
  private final LongSupplier nanoTime;

  /** When programs without owner that were not abandoned either were first seen. */
  private final Map<String, Long> strays = new HashMap<>();

  private final Set<String> confirmedStrays = new HashSet<>();
  private final SortedSet<String> leaked = new TreeSet<>();

  Ownership(Roster roster, long leakedNanos, LongSupplier nanoTime) {
    this.roster = roster;
    this.leakedNanos = leakedNanos;
    this.nanoTime = nanoTime;
  }

  /** Looks at the programs that a client has. */
  void check(Collection<String> programs) {
    strays.keySet().retainAll(Set.copyOf(programs));
    for (String program : programs) {
      if (roster.isOwned(program)) {
        strays.remove(program);
      } else if (aloneFor(program) > leakedNanos) {
        leaked.add(program);
      }
    }
  }

  private long aloneFor(String program) {
    Optional<Long> abandoned = roster.abandonedFor(program);
    if (abandoned.isPresent()) {
      strays.remove(program);
      return abandoned.get();
    }
    Long first = strays.putIfAbsent(program, nanoTime.getAsLong());
    if (first == null) {
      return 0; // it may have been released while the picture was taken
    }
    confirmedStrays.add(program);
    return nanoTime.getAsLong() - first;
  }

  SortedSet<String> leaked() {
    return leaked;
  }

  /** Returns how many programs were seen twice after they had been released. */
  int strays() {
    return confirmedStrays.size();
  }
}
