package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks an SGLang server for its health, its loads ({@code /v1/loads}, since 0.5.8), its settings
 * ({@code /server_info}, before 0.5.6 {@code /get_server_info}) and its metrics (only with {@code
 * --enable-metrics}), all at once. Any of them but the health may be missing.
 */
final class SglangProbe implements EngineProbe {

  /** Since 0.5.8. */
  static final String LOADS = "/v1/loads?include=core";

  private final Pages pages;
  private final PriorityOrders priorities;

  SglangProbe(Pages pages, PriorityOrders priorities) {
    this.pages = pages;
    this.priorities = priorities;
  }

  @Override
  public CompletableFuture<BackendReading> read(URI server, @Nullable Integer rank) {
    CompletableFuture<Page<Boolean>> health = pages.status(server, Health.PATH);
    CompletableFuture<Page<JsonView>> loads = pages.json(server, LOADS);
    CompletableFuture<Page<JsonView>> info = info(server);
    CompletableFuture<Page<SglangMetrics>> metrics = pages.get(
        server, "/metrics", response -> SglangMetrics.read(ReadLimit.source(response), rank));
    return CompletableFuture.allOf(health, loads, info, metrics).thenApply(all -> {
      Health.require(health.join(), info.join());
      SglangInfo settings = SglangInfo.of(info.join().content(), rank);
      priorities.learn(server, settings.lowerPriorityFirst());
      return reading(
          SglangLoads.of(loads.join().content(), rank),
          settings,
          Objects.requireNonNullElse(metrics.join().content(), SglangMetrics.EMPTY));
    });
  }

  private CompletableFuture<Page<JsonView>> info(URI server) {
    return pages
        .json(server, "/server_info")
        .thenCompose(page -> page.isUnknown()
            ? pages.json(server, "/get_server_info")
            : CompletableFuture.completedFuture(page));
  }

  /** Loads come from the scheduler itself and say all; the others fill in what they do not say. */
  static BackendReading reading(SglangLoads loads, SglangInfo info, SglangMetrics metrics) {
    return new BackendReading(
        first(first(loads.capacityTokens(), metrics.capacityTokens()), info.capacityTokens()),
        info.pageTokens() == null ? metrics.pageTokens() : info.pageTokens(),
        loads.usage() == null ? metrics.usage() : loads.usage(),
        first(loads.running(), metrics.running()),
        first(loads.waiting(), metrics.waiting()),
        metrics.promptTokens(),
        metrics.cachedTokens(),
        metrics.retractions());
  }

  private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
    return one == null ? other : one;
  }
}
