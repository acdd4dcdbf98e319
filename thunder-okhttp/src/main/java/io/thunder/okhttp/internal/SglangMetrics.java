package io.thunder.okhttp.internal;

import io.thunder.okhttp.internal.PrometheusText.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * What the metrics of an SGLang server, or of a gateway in front of several, say. Gateways write
 * {@code sglang_} for {@code sglang:} and add a {@code worker_addr}.
 *
 * @param capacityTokens sum of {@code max_total_num_tokens} (since 0.5.6), or null
 * @param pageTokens tokens per page of the cache (since 0.5.12), or null
 * @param usage {@code token_usage}: the share that running requests hold, evictable caches excluded;
 *     averaged, since ranks have equal caches; or null
 * @param running requests being computed, or null
 * @param waiting requests queued, or null
 * @param promptTokens counter: prompt tokens, or null
 * @param cachedTokens counter: prompt tokens found in the cache, or null
 * @param retractions counter: requests whose cache was taken away while they ran, or null
 */
record SglangMetrics(
    @Nullable Long capacityTokens,
    @Nullable Integer pageTokens,
    @Nullable Double usage,
    @Nullable Long running,
    @Nullable Long waiting,
    @Nullable Long promptTokens,
    @Nullable Long cachedTokens,
    @Nullable Long retractions) {

  /** Nothing is known. */
  static final SglangMetrics EMPTY =
      new SglangMetrics(null, null, null, null, null, null, null, null);

  private static final List<String> CAPACITY = names("max_total_num_tokens");
  private static final List<String> PAGE = names("page_size");
  private static final List<String> USAGE = names("token_usage");
  private static final List<String> RUNNING = names("num_running_reqs", "num_requests_running");
  private static final List<String> WAITING = names("num_queue_reqs", "num_requests_waiting");
  private static final List<String> PROMPT = names("prompt_tokens_total");
  private static final List<String> CACHED = names("cached_tokens_total");
  private static final List<String> RETRACTIONS = names("num_retracted_requests_total");

  private static final Set<String> NAMES = Stream.of(
          CAPACITY, PAGE, USAGE, RUNNING, WAITING, PROMPT, CACHED, RETRACTIONS)
      .flatMap(List::stream)
      .collect(Collectors.toUnmodifiableSet());

  private static final String RANK = "dp_rank";
  private static final String PRIORITY = "priority";

  /** What tells apart series that are to be added. */
  private static final List<String> PLACE = List.of("worker_addr", RANK, "cache_source");

  /** What tells apart series that all say the same. */
  private static final List<String> COPY = List.of("tp_rank", "pp_rank", "moe_ep_rank");

  private static final Set<String> LABELS = Stream.of(PLACE, COPY, List.of(PRIORITY))
      .flatMap(List::stream)
      .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads a page of metrics.
   *
   * @param rank which data-parallel rank counts; null for all
   * @throws TooLargeException if the page is too large
   */
  static SglangMetrics read(BufferedSource source, @Nullable Integer rank) throws IOException {
    MetricsPage page = MetricsPage.read(source, NAMES, LABELS, series -> counts(series, rank));
    page.reduce(SglangMetrics::withoutCopies);
    Double pageTokens = page.average(PAGE);
    return new SglangMetrics(
        page.sum(CAPACITY),
        pageTokens == null ? null : (Integer) pageTokens.intValue(),
        page.average(USAGE),
        page.sum(RUNNING),
        page.sum(WAITING),
        page.sum(PROMPT),
        page.sum(CACHED),
        page.sum(RETRACTIONS));
  }

  private static List<String> names(String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.of("sglang:" + name, "sglang_" + name))
        .toList();
  }

  /** Series of a single priority are parts of those without one. */
  private static boolean counts(Series series, @Nullable Integer rank) {
    String own = series.labels().getOrDefault(RANK, "");
    boolean ofRank = rank == null || own.isEmpty() || own.equals(rank.toString());
    return ofRank && series.labels().getOrDefault(PRIORITY, "").isEmpty();
  }

  /**
   * With {@code --enable-metrics-for-all-schedulers} each tensor-parallel rank shows the same: that of
   * the lowest counts.
   */
  private static List<Series> withoutCopies(List<Series> all) {
    Map<List<@Nullable String>, Series> lowest = new HashMap<>();
    for (Series series : all) {
      List<@Nullable String> place = new ArrayList<>();
      PLACE.forEach(label -> place.add(series.labels().get(label)));
      lowest.merge(place, series, SglangMetrics::lower);
    }
    return List.copyOf(lowest.values());
  }

  private static Series lower(Series one, Series other) {
    for (String label : COPY) {
      int order = Integer.compare(number(one, label), number(other, label));
      if (order != 0) {
        return order < 0 ? one : other;
      }
    }
    return one;
  }

  private static int number(Series series, String label) {
    String text = series.labels().getOrDefault(label, "0");
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }
}
