package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Those backends of an engine that are there because a source lists them. Touched by the engine's
 * writer only, so that what others add and remove is never mistaken for its own.
 */
public final class ListedBackends {

  private final Map<BackendId, BackendEntry> own = new HashMap<>();

  /** Creates an empty set. */
  public ListedBackends() {}

  /**
   * Removes what is not listed any more, or not like this, and adds what is new. An id that is taken,
   * by somebody else's backend or by turns in flight on a removed one, is left for the next time.
   */
  void follow(Engine engine, List<Backend> listed, long now) {
    Map<BackendId, Backend> wanted = new HashMap<>();
    listed.forEach(backend -> wanted.put(backend.id(), backend));
    own.values().removeIf(entry -> !engine.has(entry) || entry.health == BackendHealth.DRAINING);
    List<BackendId> gone = new ArrayList<>();
    for (BackendEntry entry : own.values()) {
      if (!entry.backend.equals(wanted.get(entry.id()))) {
        gone.add(entry.id());
      }
    }
    own.keySet().removeAll(gone);
    engine.removeBackends(gone, now);
    for (Backend backend : listed) {
      BackendEntry entry = engine.addBackend(backend, now);
      if (entry != null) {
        own.put(backend.id(), entry);
      }
    }
  }
}
