package io.thunder.internal;

import io.thunder.event.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks an engine's invariants, and remembers since when something is off. */
final class SelfCheck {

  /** When a check first found what the last one found too. */
  private Map<String, Long> firstSeenNanos = Map.of();

  List<Finding> run(Engine engine, long nowNanos) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> seen = new HashMap<>();
    for (Invariants.Breach breach : Invariants.breaches(engine, nowNanos)) {
      long first = firstSeenNanos.getOrDefault(breach.what(), nowNanos);
      seen.put(breach.what(), first);
      Duration since = Duration.ofNanos(nowNanos - first);
      findings.add(new Finding(breach.what(), breach.kept(), breach.recomputed(), since));
    }
    firstSeenNanos = Map.copyOf(seen);
    return List.copyOf(findings);
  }
}
