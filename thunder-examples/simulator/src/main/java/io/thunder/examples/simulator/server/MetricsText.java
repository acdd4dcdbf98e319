package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.FinishReason;
import java.time.Instant;

/** {@code GET /metrics}: the series of a vLLM server, in the classic text format of Prometheus. */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8";

  private final EnginePreset preset;
  private final double startedSeconds;
  private final StringBuilder text = new StringBuilder(4_096);

  private MetricsText(EnginePreset preset, Instant started) {
    this.preset = preset;
    this.startedSeconds = started.toEpochMilli() / 1e3;
  }

  static String of(EnginePreset preset, EngineStats stats, Instant started) {
    MetricsText metrics = new MetricsText(preset, started);
    metrics.gauges(stats);
    metrics.counters(stats);
    metrics.cacheConfig();
    return metrics.text.toString();
  }

  private void gauges(EngineStats stats) {
    gauge("num_requests_running", "Number of requests in the batch.", stats.running());
    gauge("num_requests_waiting", "Number of requests waiting.", stats.waiting());
    gauge("kv_cache_usage_perc", "KV cache usage, 1 is full.", stats.kvCacheUsage());
  }

  private void counters(EngineStats stats) {
    counter("prefix_cache_queries", "Tokens looked up.", stats.prefixCacheQueries());
    counter("prefix_cache_hits", "Tokens found.", stats.prefixCacheHits());
    counter("num_preemptions", "Preemptions.", stats.preemptions());
    counter("prompt_tokens", "Prompt tokens.", stats.promptTokens());
    counter("prompt_tokens_cached", "Cached prompt tokens.", stats.cachedPromptTokens());
    counter("generation_tokens", "Generated tokens.", stats.generationTokens());
    head("request_success_total", "counter", "Requests that ended, by reason.");
    for (FinishReason reason : FinishReason.values()) {
      long count = stats.finished().getOrDefault(reason, 0L);
      line("request_success_total", finished(reason), (double) count);
    }
    head("request_success_created", "gauge", "Requests that ended, by reason.");
    for (FinishReason reason : FinishReason.values()) {
      line("request_success_created", finished(reason), startedSeconds);
    }
  }

  private void cacheConfig() {
    head("cache_config_info", "gauge", "Information of the LLMEngine CacheConfig");
    text.append("vllm:cache_config_info{block_size=\"").append(preset.blockSize());
    text.append("\",cache_dtype=\"auto\",enable_prefix_caching=\"True\",engine=\"0\"");
    text.append(",gpu_memory_utilization=\"0.9\",kv_cache_max_concurrency=\"");
    text.append((double) preset.capacityTokens() / preset.maxModelLen());
    text.append("\",kv_cache_size_tokens=\"").append(preset.capacityTokens());
    text.append("\",num_gpu_blocks=\"").append(preset.blocks());
    text.append("\",num_gpu_blocks_override=\"None\",user_specified_block_size=\"True\"} 1.0\n");
  }

  private void gauge(String name, String help, double value) {
    head(name, "gauge", help);
    line(name, "", value);
  }

  private void counter(String name, String help, long count) {
    head(name + "_total", "counter", help);
    line(name + "_total", "", (double) count);
    head(name + "_created", "gauge", help);
    line(name + "_created", "", startedSeconds);
  }

  private static String finished(FinishReason reason) {
    return ",finished_reason=\"" + reason.label() + '"';
  }

  private void head(String name, String type, String help) {
    text.append("# HELP vllm:").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE vllm:").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String label, double value) {
    text.append("vllm:").append(name).append("{engine=\"0\"").append(label);
    text.append(",model_name=\"").append(preset.modelName()).append("\"} ");
    text.append(PrometheusNumber.format(value)).append('\n');
  }
}
