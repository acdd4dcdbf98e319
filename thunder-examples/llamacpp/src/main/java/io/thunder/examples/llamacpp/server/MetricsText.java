package io.thunder.examples.llamacpp.server;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.engine.EngineStats;
import java.util.Locale;

/**
 * {@code GET /metrics}: the engine in the series of a vLLM server, in the classic text format of
 * Prometheus.
 *
 * <p>A slot is a block, because that is how llama.cpp divides its cache: a program's text takes a
 * whole slot, whatever its length. Block 0 is one that nobody gets, as with vLLM. {@code
 * kv_cache_size_tokens} is the most that is less than a slot more than there are: in whole blocks
 * that is as many as there are slots, and a scheduler that leaves a few per cent of the tokens free
 * still has a use for all of them.
 */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=1.0.0; charset=utf-8";

  private final String model;
  private final StringBuilder text = new StringBuilder(2_048);

  private MetricsText(String model) {
    this.model = model;
  }

  static String of(EngineOptions options, EngineStats stats) {
    MetricsText metrics = new MetricsText(options.modelName());
    double sizeTokens = sizeTokens(options);
    metrics.gauge("num_requests_running", "Requests in a slot.", stats.running());
    metrics.gauge("num_requests_waiting", "Requests that wait for a slot.", stats.waiting());
    metrics.gauge(
        "kv_cache_usage_perc",
        "Share of the cache that requests use, 1 is full.",
        stats.running() * options.slotTokens() / sizeTokens);
    metrics.counter("prefix_cache_queries", "Tokens looked up.", stats.promptTokens());
    metrics.counter("prefix_cache_hits", "Tokens found.", stats.cachedTokens());
    metrics.counter("prompt_tokens", "Prompt tokens.", stats.promptTokens());
    metrics.counter("generation_tokens", "Generated tokens.", stats.outputTokens());
    metrics.cacheConfig(options);
    return metrics.text.toString();
  }

  private static long sizeTokens(EngineOptions options) {
    return (options.slots() + 1L) * options.slotTokens() - 1;
  }

  private void cacheConfig(EngineOptions options) {
    head("cache_config_info", "gauge", "Slots as blocks.");
    text.append("vllm:cache_config_info{block_size=\"").append(options.slotTokens());
    text.append("\",enable_prefix_caching=\"True\",engine=\"0\",kv_cache_size_tokens=\"");
    text.append(sizeTokens(options)).append("\",num_gpu_blocks=\"");
    text.append(options.slots() + 1).append("\"} 1.0\n");
  }

  private void gauge(String name, String help, double value) {
    head(name, "gauge", help);
    line(name, String.format(Locale.ROOT, "%.6f", value));
  }

  private void counter(String name, String help, long count) {
    head(name + "_total", "counter", help);
    line(name + "_total", count + ".0");
  }

  private void head(String name, String type, String help) {
    text.append("# HELP vllm:").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE vllm:").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String value) {
    text.append("vllm:").append(name).append("{engine=\"0\",model_name=\"").append(model);
    text.append("\"} ").append(value).append('\n');
  }
}
