package io.thunder.examples.simulator.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What an option can name: single things, and groups of them. */
final class Choice<T> {

  private final String kind;
  private final Map<String, List<T>> known = new LinkedHashMap<>();

  /** Creates a choice among things, or {@code all} of them. */
  Choice(String kind, List<T> things, Function<T, String> name) {
    this.kind = kind;
    things.forEach(thing -> known.put(name.apply(thing), List.of(thing)));
    known.put("all", things);
  }

  /** Adds a name for several things. */
  Choice<T> group(String name, List<T> things) {
    known.put(name, List.copyOf(things));
    return this;
  }

  /** Returns what some names stand for, each thing once, in the order of the names. */
  List<T> pick(List<String> names) throws UsageException {
    Set<T> picked = new LinkedHashSet<>();
    for (String name : names) {
      List<T> things = known.get(name);
      if (things == null) {
        throw new UsageException(
            "unknown " + kind + " '" + name + "', known are " + String.join(", ", known.keySet()));
      }
      picked.addAll(things);
    }
    return new ArrayList<>(picked);
  }
}
