package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.Mix;
import java.util.Map;
import java.util.TreeMap;

/**
 * A consistent hash ring (Karger et al., STOC 1997): each node stands at many pseudo-random points,
 * and a key belongs to the first point at or after its own hash.
 */
final class HashRing {

  private final TreeMap<Long, Integer> points = new TreeMap<>();

  /** Creates a ring of the nodes 0 to {@code nodes - 1}. */
  HashRing(int nodes, int pointsPerNode) {
    for (int node = 0; node < nodes; node++) {
      for (int point = 0; point < pointsPerNode; point++) {
        points.put(Mix.hash(node, point), node);
      }
    }
  }

  int node(String key) {
    Map.Entry<Long, Integer> point = points.ceilingEntry(Mix.hash(key.hashCode()));
    return (point == null ? points.firstEntry() : point).getValue();
  }
}
