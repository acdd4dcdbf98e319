package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SkyRL router for its vLLM servers. Routers of before July 2026 list none, but show JSON
 * metrics of their engines, without a capacity: {@code {"engines":[{"kv_cache_usage_pct":5.9,
 * "num_running_reqs":2,"num_waiting_reqs":0,"num_cumulative_preemption":0}]}}.
 */
final class SkyrlProbe implements EngineProbe {

  /** The page that lists the servers. */
  static final String SERVERS = "/servers";

  private static final String[] OF_ENGINE = {
    "kv_cache_usage_pct", "num_running_reqs", "num_waiting_reqs", "num_cumulative_preemption"
  };

  private final Pages pages;
  private final EngineProbe router;

  SkyrlProbe(Pages pages, EngineProbe vllm) {
    this.pages = pages;
    this.router = new RouterProbe(pages, SERVERS, vllm, new PriorityOrders());
  }

  /** Asks for both at once: which of them a router has does not change, but is not known here. */
  @Override
  public CompletableFuture<BackendReading> read(URI server, @Nullable Integer rank) {
    CompletableFuture<Page<JsonView>> metrics = pages.json(server, "/metrics");
    CompletableFuture<Answer> servers = router.read(server, rank).handle(Answer::new);
    return servers.thenCombine(metrics, SkyrlProbe::reading);
  }

  /** What the servers say together, or why nothing is known of them. */
  private record Answer(
      @Nullable BackendReading reading, @Nullable Throwable failure) {}

  private static BackendReading reading(Answer servers, Page<JsonView> metrics) {
    if (servers.reading != null) {
      return servers.reading;
    }
    List<BackendReading> engines = engines(metrics.content());
    if (engines.isEmpty()) {
      throw servers.failure instanceof RuntimeException known
          ? known
          : new DownException(metrics.words(), servers.failure);
    }
    return BackendReading.ofAll(engines);
  }

  static List<BackendReading> engines(@Nullable JsonView metrics) {
    JsonView list = metrics != null && metrics.isObject() ? metrics.get("engines") : null;
    List<BackendReading> readings = new ArrayList<>();
    if (list != null && list.isArray()) {
      list.items(engine -> readings.add(engine.isObject() ? of(engine) : BackendReading.EMPTY));
    }
    return readings;
  }

  /** An engine that died shows an error instead, and so nothing is known of all together. */
  private static BackendReading of(JsonView engine) {
    @Nullable JsonView[] parts = engine.get(OF_ENGINE);
    Double percent = parts[0] == null ? null : parts[0].number();
    return new BackendReading(
        null,
        null,
        percent == null ? null : (Double) (percent / 100),
        whole(parts[1]),
        whole(parts[2]),
        null,
        null,
        whole(parts[3]));
  }

  private static @Nullable Long whole(@Nullable JsonView value) {
    return value == null ? null : value.wholeNumber();
  }
}
