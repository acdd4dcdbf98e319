package io.thunder.internal;

import io.thunder.backend.BackendId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backends that have failed one turn. What died with one of several may have died with others,
 * and nobody knows yet: a turn that is sent again tries them all before any of them twice.
 *
 * @param ids each once, the one that failed it last at the end
 */
record FailedBackends(List<BackendId> ids) {

  static final FailedBackends NONE = new FailedBackends(List.of());

  FailedBackends and(BackendId failed) {
    List<BackendId> all = new ArrayList<>(ids);
    all.remove(failed);
    all.add(failed);
    return new FailedBackends(List.copyOf(all));
  }

  boolean contains(BackendId id) {
    return !ids.isEmpty() && ids.contains(id);
  }

  /** Which one failed the turn last, or null if none has. */
  @Nullable
  BackendId last() {
    return ids.isEmpty() ? null : ids.get(ids.size() - 1);
  }

  /** How little a backend is wanted: 0 if it has not failed the turn, most if it was the last to. */
  int reluctance(BackendId id) {
    return ids.isEmpty() ? 0 : 1 + ids.indexOf(id);
  }
}
