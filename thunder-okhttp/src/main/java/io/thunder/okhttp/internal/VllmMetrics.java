package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a vLLM server shows of itself. A server with several data-parallel engines, or several
 * models, shows one series each: counts are summed over them, usage is averaged, since the engines of
 * one server have equal caches.
 */
final class VllmMetrics {

  private static final String CACHE_CONFIG = "vllm:cache_config_info";

  private static final List<String> RUNNING = List.of("vllm:num_requests_running");
  private static final List<String> WAITING = List.of("vllm:num_requests_waiting");
  private static final List<String> USAGE =
      List.of("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc");
  private static final List<String> QUERIES = counter("prefix_cache_queries");
  private static final List<String> HITS = counter("prefix_cache_hits");
  private static final List<String> PREEMPTIONS =
      List.of("vllm:num_preemptions_total", "vllm:num_preemptions");

  private static final Set<String> NAMES = Stream.of(
          List.of(CACHE_CONFIG), RUNNING, WAITING, USAGE, QUERIES, HITS, PREEMPTIONS)
      .flatMap(List::stream)
      .collect(Collectors.toUnmodifiableSet());

  private VllmMetrics() {}

  /**
   * Reads a page of metrics.
   *
   * @param rank which data-parallel engine counts; null for all together
   * @return the reading, empty if the page shows nothing that is known
   * @throws TooLargeException if the page is too large
   */
  static BackendReading read(BufferedSource source, @Nullable Integer rank) throws IOException {
    MetricsPage page =
        MetricsPage.read(source, NAMES, VllmCache.LABELS, series -> counts(series, rank));
    VllmCache cache = VllmCache.of(page.all(CACHE_CONFIG), rank);
    return new BackendReading(
        cache.capacityTokens(),
        cache.blockTokens(),
        page.average(USAGE),
        page.sum(RUNNING),
        page.sum(WAITING),
        page.sum(QUERIES),
        page.sum(HITS),
        page.sum(PREEMPTIONS));
  }

  /** A series without an engine is of the only one. The size of the cache needs those of all. */
  private static boolean counts(Series series, @Nullable Integer rank) {
    String engine = series.labels().getOrDefault(VllmCache.ENGINE, "");
    return rank == null
        || engine.isEmpty()
        || engine.equals(rank.toString())
        || series.name().equals(CACHE_CONFIG);
  }

  /** A counter ends in {@code _total} unless the exporter is an old one. */
  private static List<String> counter(String name) {
    return List.of(
        "vllm:" + name + "_total",
        "vllm:" + name,
        "vllm:gpu_" + name + "_total",
        "vllm:gpu_" + name);
  }
}
