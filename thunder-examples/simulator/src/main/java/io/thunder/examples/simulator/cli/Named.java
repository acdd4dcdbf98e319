package io.thunder.examples.simulator.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an option can name: single things, and groups of them. */
final class Named<T> {

  private final String kind;
  private final Map<String, List<T>> known = new LinkedHashMap<>();

  private Named(String kind) {
    this.kind = kind;
  }

  /** Returns the names of some things. */
  static <T> Named<T> of(String kind, List<T> things, Function<T, String> name) {
    Named<T> named = new Named<>(kind);
    things.forEach(thing -> named.known.put(name.apply(thing), List.of(thing)));
    return named.and("all", things);
  }

  /** Adds a name for several things. */
  Named<T> and(String name, List<T> things) {
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
    return List.copyOf(picked);
  }

  /** Returns the names of groups. */
  String groups() {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().size() != 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
