package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EngineStats;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What an SGLang server says of itself: loads, settings and metrics, by data-parallel rank. */
final class SglangPages {

  private static final String VERSION = "0.5.18";

  private final EnginePreset preset;
  private final long capacityTokens;

  SglangPages(EnginePreset preset) {
    this.preset = preset;
    this.capacityTokens = (preset.blocks() - 1L) * preset.blockSize();
  }

  /** {@code GET /v1/loads}. */
  String loads(List<EngineStats> ranks, Instant now) {
    JsonText json = new JsonText().beginObject();
    json.name("timestamp").value(now.toString());
    json.name("version").value(VERSION);
    json.name("dp_rank_count").value(ranks.size());
    json.name("loads").beginArray();
    for (int rank = 0; rank < ranks.size(); rank++) {
      EngineStats stats = ranks.get(rank);
      json.beginObject().name("dp_rank").value(rank);
      json.name("num_running_reqs").value(stats.running());
      json.name("num_waiting_reqs").value(stats.waiting());
      json.name("num_used_tokens").value(usedTokens(stats));
      json.name("max_total_num_tokens").value(capacityTokens);
      json.name("max_running_requests").value(preset.maxSeqs()).endObject();
    }
    return json.endArray().endObject().toString();
  }

  /** {@code GET /server_info}; its own capacity is that of one rank. */
  String info(int ranks) {
    JsonText json = new JsonText().beginObject();
    json.name("model_path").value(preset.modelName());
    json.name("served_model_name").value(preset.modelName());
    json.name("page_size").value(preset.blockSize());
    json.name("dp_size").value(ranks);
    json.name("chunked_prefill_size").value(preset.maxBatchedTokens());
    json.name("status").value("ready");
    json.name("max_total_num_tokens").value(capacityTokens);
    json.name("max_req_input_len").value(preset.maxModelLen());
    json.name("internal_states").beginArray();
    for (int rank = 0; rank < ranks; rank++) {
      json.beginObject().name("memory_usage").beginObject();
      json.name("token_capacity").value(capacityTokens).endObject().endObject();
    }
    return json.endArray().name("version").value(VERSION).endObject().toString();
  }

  /** {@code GET /metrics}, with {@code --enable-metrics}. */
  String metrics(List<EngineStats> ranks) {
    StringBuilder text = new StringBuilder();
    lines(text, "gauge", "num_running_reqs", ranks, EngineStats::running);
    lines(text, "gauge", "num_queue_reqs", ranks, EngineStats::waiting);
    lines(text, "gauge", "token_usage", ranks, EngineStats::kvCacheUsage);
    lines(text, "gauge", "num_used_tokens", ranks, this::usedTokens);
    lines(text, "gauge", "max_total_num_tokens", ranks, stats -> (double) capacityTokens);
    lines(text, "gauge", "page_size", ranks, stats -> preset.blockSize());
    lines(text, "counter", "prompt_tokens_total", ranks, EngineStats::promptTokens);
    lines(text, "counter", "cached_tokens_total", ranks, EngineStats::cachedPromptTokens);
    lines(text, "counter", "generation_tokens_total", ranks, EngineStats::generationTokens);
    lines(text, "counter", "num_retracted_requests_total", ranks, EngineStats::preemptions);
    return text.toString();
  }

  private void lines(
      StringBuilder text,
      String type,
      String name,
      List<EngineStats> ranks,
      ToDoubleFunction<EngineStats> value) {
    text.append("# TYPE sglang:").append(name).append(' ').append(type).append('\n');
    for (int rank = 0; rank < ranks.size(); rank++) {
      text.append("sglang:").append(name).append('{');
      if (ranks.size() > 1) {
        text.append("dp_rank=\"").append(rank).append("\",");
      }
      text.append("engine_type=\"unified\",model_name=\"").append(preset.modelName());
      text.append("\",pp_rank=\"0\",tp_rank=\"0\"} ");
      text.append(PrometheusNumber.format(value.applyAsDouble(ranks.get(rank)))).append('\n');
    }
  }

  private long usedTokens(EngineStats stats) {
    return Math.round(stats.kvCacheUsage() * capacityTokens);
  }
}
