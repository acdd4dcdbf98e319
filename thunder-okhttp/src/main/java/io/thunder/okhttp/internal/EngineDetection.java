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
    CompletableFuture<Void> unused = CompletableFuture.allOf(
            models, servers, workers, loads, metrics)
        .thenRun(() -> {
          if (Workers.of(servers.join().content()) != null) {
            found.complete(Backend.of(BackendKind.SKYRL, url));
          } else if (Workers.of(workers.join().content()) != null) {
            found.complete(Backend.of(BackendKind.SLIME, url));
          } else {
            settle(found, some, models.join(), loads.join().isOk(), isVllm(metrics.join()));
          }
        });
    return found;
  }

  private static boolean isVllm(Page<BackendReading> metrics) {
    return metrics.content() != null && !metrics.content().equals(BackendReading.EMPTY);
  }

  private static void settle(
      CompletableFuture<Backend> found,
      Backend some,
      Page<JsonView> models,
      boolean loads,
      boolean metrics) {
    JsonView list = models.content();
    String owner = list == null ? "" : Models.owner(list);
    if (owner.equals("sglang") || loads) {
      found.complete(Backend.of(BackendKind.SGLANG, some.uri().toString()));
    } else if (owner.equals("vllm") || metrics) {
      found.complete(Backend.of(BackendKind.VLLM, some.uri().toString()));
    } else if (list != null) {
      found.complete(some);
    } else {
      found.completeExceptionally(new BackendUnavailableException(
          "no engine that is known answers at "
              + some.id()
              + " ("
              + Models.PATH
              + ": "
              + models.words()
              + ")",
          models.failure()));
    }
  }
}
