package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.ModelPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one backend serves.
 *
 * @param backend which
 * @param names its models, adapters included, in the server's order
 */
record ServedModels(Backend backend, Set<String> names) {

  static ServedModels of(Backend backend, List<String> listed) {
    return new ServedModels(
        backend,
        listed.stream()
            .filter(name -> !name.isBlank())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /**
   * Puts backends that serve the same models into one pool, in their order. A scheduler places a
   * program on any backend of its pool, so throws {@link IllegalStateException} if two serve one model
   * in common, and not all.
   */
  static List<ModelPool> pools(List<ServedModels> all) {
    Map<String, ServedModels> byName = new HashMap<>();
    Map<Set<String>, List<Backend>> pools = new LinkedHashMap<>();
    for (ServedModels each : all) {
      for (String name : each.names) {
        ServedModels other = byName.putIfAbsent(name, each);
        if (other != null && !other.names.equals(each.names)) {
          throw conflict(name, other, each);
        }
      }
      pools.computeIfAbsent(each.names, names -> new ArrayList<>()).add(each.backend);
    }
    return pools.entrySet().stream()
        .map(pool -> new ModelPool(List.copyOf(pool.getKey()), pool.getValue()))
        .toList();
  }

  private static IllegalStateException conflict(String name, ServedModels one, ServedModels two) {
    boolean oneHasMore = !two.names.containsAll(one.names);
    ServedModels more = oneHasMore ? one : two;
    ServedModels less = oneHasMore ? two : one;
    String extra = more.names.stream()
        .filter(model -> !less.names.contains(model))
        .findFirst()
        .orElseThrow();
    return new IllegalStateException("backends "
        + one.backend.id()
        + " and "
        + two.backend.id()
        + " both serve '"
        + Excerpt.of(name)
        + "', but only "
        + more.backend.id()
        + " serves '"
        + Excerpt.of(extra)
        + "': a pool needs backends that serve the same models");
  }
}
