package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.FinishReason;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** {@code GET /metrics}: the series of a vLLM server, in the classic text format of Prometheus. */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8";

  private final EnginePreset preset;
  private final List<EngineStats> ranks;
  private final double startedSeconds;
  private final StringBuilder text = new StringBuilder(4_096);

  private MetricsText(EnginePreset preset, List<EngineStats> ranks, Instant started) {
    this.preset = preset;
    this.ranks = ranks;
    this.startedSeconds = started.toEpochMilli() / 1e3;
  }

  /** Returns the series of all data-parallel ranks, which the label {@code engine} tells apart. */
  static String of(EnginePreset preset, List<EngineStats> ranks, Instant started) {
    MetricsText metrics = new MetricsText(preset, ranks, started);
    metrics.gauges();
    metrics.counters();
    metrics.cacheConfig();
    return metrics.text.toString();
  }

  private void gauges() {
    gauge("num_requests_running", "Number of requests in the batch.", EngineStats::running);
    gauge("num_requests_waiting", "Number of requests waiting.", EngineStats::waiting);
    gauge("kv_cache_usage_perc", "KV cache usage, 1 is full.", EngineStats::kvCacheUsage);
  }

  private void counters() {
    counter("prefix_cache_queries", "Tokens looked up.", EngineStats::prefixCacheQueries);
    counter("prefix_cache_hits", "Tokens found.", EngineStats::prefixCacheHits);
    counter("num_preemptions", "Preemptions.", EngineStats::preemptions);
    counter("prompt_tokens", "Prompt tokens.", EngineStats::promptTokens);
    counter("prompt_tokens_cached", "Cached prompt tokens.", EngineStats::cachedPromptTokens);
    counter("generation_tokens", "Generated tokens.", EngineStats::generationTokens);
    head("request_success_total", "counter", "Requests that ended, by reason.");
    for (FinishReason reason : FinishReason.values()) {
      lines("request_success_total", finished(reason), stats ->
          (double) stats.finished().getOrDefault(reason, 0L));
    }
    head("request_success_created", "gauge", "Requests that ended, by reason.");
    for (FinishReason reason : FinishReason.values()) {
      lines("request_success_created", finished(reason), stats -> startedSeconds);
    }
  }

  /** The number of blocks is that of all ranks together, for each of them; the tokens are its own. */
  private void cacheConfig() {
    head("cache_config_info", "gauge", "Information of the LLMEngine CacheConfig");
    for (int rank = 0; rank < ranks.size(); rank++) {
      cacheConfig(rank);
    }
  }

  private void cacheConfig(int rank) {
    text.append("vllm:cache_config_info{block_size=\"").append(preset.blockSize());
    text.append("\",cache_dtype=\"auto\",enable_prefix_caching=\"True\",engine=\"")
        .append(rank)
        .append('"');
    text.append(",gpu_memory_utilization=\"0.9\",kv_cache_max_concurrency=\"");
    text.append((double) preset.capacityTokens() / preset.maxModelLen());
    text.append("\",kv_cache_size_tokens=\"").append(preset.capacityTokens());
    text.append("\",num_gpu_blocks=\"").append((long) preset.blocks() * ranks.size());
    text.append("\",num_gpu_blocks_override=\"None\",user_specified_block_size=\"True\"} 1.0\n");
  }

  private void gauge(String name, String help, ToDoubleFunction<EngineStats> value) {
    head(name, "gauge", help);
    lines(name, "", value);
  }

  private void counter(String name, String help, ToDoubleFunction<EngineStats> count) {
    head(name + "_total", "counter", help);
    lines(name + "_total", "", count);
    head(name + "_created", "gauge", help);
    lines(name + "_created", "", stats -> startedSeconds);
  }

  private static String finished(FinishReason reason) {
    return ",finished_reason=\"" + reason.label() + '"';
  }

  private void head(String name, String type, String help) {
    text.append("# HELP vllm:").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE vllm:").append(name).append(' ').append(type).append('\n');
  }

  private void lines(String name, String label, ToDoubleFunction<EngineStats> value) {
    for (int rank = 0; rank < ranks.size(); rank++) {
      line(rank, name, label, value.applyAsDouble(ranks.get(rank)));
    }
  }

  private void line(int rank, String name, String label, double value) {
    text.append("vllm:")
        .append(name)
        .append("{engine=\"")
        .append(rank)
        .append('"')
        .append(label);
    text.append(",model_name=\"").append(preset.modelName()).append("\"} ");
    text.append(PrometheusNumber.format(value)).append('\n');
  }
}
