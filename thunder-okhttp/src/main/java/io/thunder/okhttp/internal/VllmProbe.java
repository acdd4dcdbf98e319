package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a vLLM server for its health and its metrics, both at once. Metrics are a bonus: a server that
 * is started without them, or whose page cannot be read, is up with an empty reading.
 */
final class VllmProbe implements EngineProbe {

  private final Pages pages;

  VllmProbe(Pages pages) {
    this.pages = pages;
  }

  @Override
  public CompletableFuture<BackendReading> read(URI server, @Nullable Integer rank) {
    CompletableFuture<Page<BackendReading>> metrics = pages.get(
        server, "/metrics", response -> VllmMetrics.read(ReadLimit.source(response), rank));
    return pages.status(server, Health.PATH).thenCombine(metrics, VllmProbe::reading);
  }

  private static BackendReading reading(Page<Boolean> health, Page<BackendReading> metrics) {
    Health.require(health, metrics);
    BackendReading reading = metrics.content();
    return reading == null ? BackendReading.EMPTY : reading;
  }
}
