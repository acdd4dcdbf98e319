package io.thunder.okhttp.internal;

import io.thunder.backend.BackendReading;
import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a vLLM server shows of itself.
 *
 * <p>Metrics were renamed over time and a server may show the old and the new name side by side, so
 * that names are tried one after the other and never added. A server with several data-parallel
 * engines, or several models, shows one series each: counts are summed over them, usage is averaged,
 * since the engines of one server have equal caches. Names and labels are compared whole: {@code
 * prompt_tokens_created} is a time, and {@code user_specified_block_size} is not {@code block_size}.
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

  private static final Set<String> NAMES = names();

  /** More series of the few names above than any server has: the rest is not kept. */
  private static final int SERIES_MAX = 10_000;

  private final Map<String, List<Series>> byName = new HashMap<>();
  private int kept;

  private VllmMetrics() {}

  /**
   * Reads a page of metrics.
   *
   * @return the reading, empty if the page shows nothing that is known
   * @throws TooLargeException if the page is too large
   */
  static BackendReading read(BufferedSource page) throws IOException {
    VllmMetrics metrics = new VllmMetrics();
    PrometheusText.read(page, NAMES::contains, VllmCache.LABELS::contains, metrics::keep);
    return metrics.reading();
  }

  private void keep(Series series) {
    if (kept < SERIES_MAX) {
      kept++;
      byName.computeIfAbsent(series.name(), name -> new ArrayList<>()).add(series);
    }
  }

  private BackendReading reading() {
    VllmCache cache = VllmCache.of(byName.getOrDefault(CACHE_CONFIG, List.of()));
    return new BackendReading(
        cache.capacityTokens(),
        cache.blockTokens(),
        average(USAGE),
        sum(RUNNING),
        sum(WAITING),
        sum(QUERIES),
        sum(HITS),
        sum(PREEMPTIONS));
  }

  private @Nullable Long sum(List<String> names) {
    double[] values = values(names);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? null : (Long) Math.round(sum);
  }

  private @Nullable Double average(List<String> names) {
    double[] values = values(names);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? null : (Double) (sum / values.length);
  }

  /** The possible values of the first name that has any; V0 shows -1 for what it does not know. */
  private double[] values(List<String> names) {
    for (String name : names) {
      double[] values = byName.getOrDefault(name, List.of()).stream()
          .mapToDouble(Series::value)
          .filter(value -> value >= 0 && value <= Double.MAX_VALUE)
          .toArray();
      if (values.length > 0) {
        return values;
      }
    }
    return new double[0];
  }

  /** A counter ends in {@code _total} unless the exporter is an old one. */
  private static List<String> counter(String name) {
    return List.of(
        "vllm:" + name + "_total",
        "vllm:" + name,
        "vllm:gpu_" + name + "_total",
        "vllm:gpu_" + name);
  }

  private static Set<String> names() {
    List<String> all = new ArrayList<>(List.of(CACHE_CONFIG));
    for (List<String> names : List.of(RUNNING, WAITING, USAGE, QUERIES, HITS, PREEMPTIONS)) {
      all.addAll(names);
    }
    return Set.copyOf(all);
  }
}
