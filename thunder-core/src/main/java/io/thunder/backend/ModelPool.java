package io.thunder.backend;

import java.util.HashSet;
import java.util.List;

/**
 * Backends that serve the same models, and so share the programs of these. Immutable.
 *
 * @param models what the models are called: a model that has several names, or a base model and the
 *     adapters that are loaded beside it, since these live in one KV cache
 * @param backends which serve all of them
 */
public record ModelPool(List<String> models, List<Backend> backends) {

  /** Checks that there is a model and a backend, and copies. */
  public ModelPool {
    models = List.copyOf(models);
    backends = List.copyOf(backends);
    if (models.isEmpty() || models.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a pool needs models with names, was given " + models);
    }
    if (new HashSet<>(models).size() < models.size()) {
      throw new IllegalArgumentException("a pool must name each model once: " + models);
    }
    if (backends.isEmpty()) {
      throw new IllegalArgumentException("no backend serves " + models);
    }
  }
}
