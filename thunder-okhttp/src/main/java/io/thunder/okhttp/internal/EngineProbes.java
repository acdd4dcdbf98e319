package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Probes each backend as its kind wants to be probed. Thread-safe. */
final class EngineProbes {

  private final Pages pages;
  private final Map<BackendKind, EngineProbe> probes = new EnumMap<>(BackendKind.class);

  EngineProbes(Pages pages, PriorityOrders priorities) {
    this.pages = pages;
    Pages anonymous = pages.anonymous();
    probes.put(BackendKind.VLLM, new VllmProbe(pages));
    probes.put(BackendKind.SGLANG, new SglangProbe(pages, priorities));
    probes.put(BackendKind.SKYRL, new SkyrlProbe(pages, new VllmProbe(anonymous)));
    probes.put(
        BackendKind.SLIME,
        new RouterProbe(
            pages, RouterProbe.WORKERS, new SglangProbe(anonymous, priorities), priorities));
    probes.put(BackendKind.OPENAI, new OpenAiProbe(pages));
  }

  /** Fails with nothing but {@link BackendUnavailableException}, which names the backend. */
  CompletableFuture<BackendReading> probe(Backend backend) {
    return orDown(
        backend,
        Objects.requireNonNull(probes.get(backend.kind()))
            .read(backend.uri(), backend.dataParallelRank()));
  }

  /** The models that a backend serves; fails in the same way. */
  CompletableFuture<List<String>> models(Backend backend) {
    return orDown(backend, pages.json(backend.uri(), Models.PATH).thenApply(EngineProbes::ids));
  }

  private static List<String> ids(Page<JsonView> page) {
    if (page.content() == null) {
      throw new DownException(Models.PATH + ": " + page.words(), page.failure());
    }
    return Models.ids(page.content());
  }

  /** The servers that a router lists; fails in the same way. */
  CompletableFuture<List<Backend>> servers(Backend router) {
    return list(router, page -> RouterServers.of(router.kind(), page));
  }

  /** The roots of all servers that a router lists; fails in the same way, and if any has none. */
  CompletableFuture<List<URI>> everyServer(Backend router) {
    return list(router, page -> RouterServers.roots(router.kind(), page));
  }

  private <T> CompletableFuture<T> list(Backend router, Function<Page<JsonView>, T> reader) {
    return orDown(
        router, pages.json(router.uri(), RouterServers.path(router.kind())).thenApply(reader));
  }

  /** The same, but a failure is told in the backend's name. */
  private static <T> CompletableFuture<T> orDown(Backend backend, CompletableFuture<T> read) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    CompletableFuture<Boolean> unused = read.handle((value, failure) -> failure == null
        ? answer.complete(value)
        : answer.completeExceptionally(down(backend, failure)));
    return answer;
  }

  /** What a failed probe means. */
  static BackendUnavailableException down(Backend backend, Throwable failure) {
    Throwable why = failure;
    while (why instanceof CompletionException && why.getCause() != null) {
      why = why.getCause();
    }
    Throwable cause = why instanceof DownException ? why.getCause() : why;
    return new BackendUnavailableException(
        "backend " + backend.id() + " is not healthy: " + why.getMessage(), cause);
  }
}
