package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.ModelPool;
import io.thunder.error.BackendUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks backends at once what they serve, each within the bound of a probe. */
final class PoolDiscovery {

  /** So many failures fit into a message that people read. */
  private static final int FAILURES_SHOWN_MAX = 8;

  private final EngineProbes probes;

  PoolDiscovery(EngineProbes probes) {
    this.probes = probes;
  }

  /**
   * Fails with {@link BackendUnavailableException} if any backend does not say: it could be put into
   * no pool, and its models would be unknown for good.
   */
  CompletableFuture<List<ModelPool>> discover(List<Backend> backends) {
    if (backends.isEmpty()) {
      throw new IllegalArgumentException("there are no backends to ask");
    }
    List<CompletableFuture<Answer>> asked = backends.stream().map(this::ask).toList();
    CompletableFuture<List<ModelPool>> pools = new CompletableFuture<>();
    CompletableFuture<Boolean> unused = CompletableFuture.allOf(
            asked.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> {
          try {
            return pools.complete(
                grouped(asked.stream().map(CompletableFuture::join).toList()));
          } catch (RuntimeException e) {
            return pools.completeExceptionally(e);
          }
        });
    return pools;
  }

  /** What became of asking one backend: one of the two. */
  private record Answer(
      @Nullable ServedModels served, @Nullable Throwable failure) {}

  private CompletableFuture<Answer> ask(Backend backend) {
    return probes.models(backend).handle((listed, failure) -> {
      if (listed == null) {
        return new Answer(null, failure);
      }
      ServedModels served = ServedModels.of(backend, listed);
      return served.names().isEmpty()
          ? new Answer(
              null,
              EngineProbes.down(backend, new DownException(Models.PATH + " lists no model", null)))
          : new Answer(served, null);
    });
  }

  private static List<ModelPool> grouped(List<Answer> answers) {
    List<ServedModels> served = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.served() != null) {
        served.add(answer.served());
      } else {
        failures.add(Objects.requireNonNull(answer.failure()));
      }
    }
    if (!failures.isEmpty()) {
      throw unavailable(failures, answers.size());
    }
    return ServedModels.pools(served);
  }

  private static BackendUnavailableException unavailable(List<Throwable> failures, int asked) {
    String more = failures.size() > FAILURES_SHOWN_MAX
        ? "; and " + (failures.size() - FAILURES_SHOWN_MAX) + " more"
        : "";
    String words = failures.stream()
        .limit(FAILURES_SHOWN_MAX)
        .map(Throwable::getMessage)
        .collect(Collectors.joining("; ", "", more));
    return new BackendUnavailableException(
        failures.size() + " of " + asked + " backends did not say what they serve: " + words,
        failures.get(0));
  }
}
