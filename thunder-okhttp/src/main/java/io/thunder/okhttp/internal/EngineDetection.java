package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out which engine is behind a URL, by pages that only one kind has: routers list their servers,
 * SGLang its loads, vLLM its metrics, and the first two name the maker of their models.
 */
final class EngineDetection {

  private final Pages pages;

  EngineDetection(Pages pages) {
    this.pages = pages;
  }

  /** Fails with {@link BackendUnavailableException} if nothing there is known. */
  CompletableFuture<Backend> detect(String url) {
    Backend some = Backend.openAi(url);
    URI server = some.uri();
    CompletableFuture<Page<JsonView>> models = pages.json(server, Models.PATH);
    CompletableFuture<Page<JsonView>> servers = pages.json(server, SkyrlProbe.SERVERS);
    CompletableFuture<Page<JsonView>> workers = pages.json(server, RouterProbe.WORKERS);
    CompletableFuture<Page<JsonView>> loads = pages.json(server, SglangProbe.LOADS);
    CompletableFuture<Page<BackendReading>> metrics = pages.get(
        server,
        "/metrics",
        response -> VllmMetrics.read(ReadLimit.source(response), /* rank= */ null));
    CompletableFuture<Backend> found = new CompletableFuture<>();
    CompletableFuture<Boolean> unused = CompletableFuture.allOf(
            models, servers, workers, loads, metrics)
        .thenApply(done -> {
          if (Workers.lists(servers.join().content())) {
            return Backend.of(BackendKind.SKYRL, url);
          }
          return Workers.lists(workers.join().content())
              ? Backend.of(BackendKind.SLIME, url)
              : engine(some, models.join(), isSglang(loads.join()), isVllm(metrics.join()));
        })
        .handle((engine, failure) -> failure == null
            ? found.complete(engine)
            : found.completeExceptionally(unknown(failure)));
    return found;
  }

  /** Servers that answer everything, such as web pages, have no such list. */
  private static boolean isSglang(Page<JsonView> loads) {
    JsonView list = loads.content();
    JsonView ranks = list != null && list.isObject() ? list.get("loads") : null;
    return ranks != null && ranks.isArray();
  }

  private static boolean isVllm(Page<BackendReading> metrics) {
    return metrics.content() != null && !metrics.content().equals(BackendReading.EMPTY);
  }

  private static Backend engine(
      Backend some, Page<JsonView> models, boolean loads, boolean metrics) {
    JsonView list = models.content();
    String owner = list == null ? "" : Models.owner(list);
    if (owner.equals("sglang") || loads) {
      return Backend.of(BackendKind.SGLANG, some.uri().toString());
    }
    if (owner.equals("vllm") || metrics) {
      return Backend.of(BackendKind.VLLM, some.uri().toString());
    }
    if (list == null) {
      String words = Models.PATH + ": " + models.words();
      throw new BackendUnavailableException(
          "no engine that is known answers at " + some.id() + " (" + words + ")", models.failure());
    }
    return some;
  }

  private static BackendUnavailableException unknown(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause instanceof BackendUnavailableException known
        ? known
        : new BackendUnavailableException("what answers cannot be read: " + failure, failure);
  }
}
