package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.RequestReport;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object of an answer.
 *
 * @param promptTokens length of the prompt
 * @param completionTokens tokens generated so far
 * @param cachedTokens prompt tokens that were cached, null if not known or not yet
 */
public record Usage(
    int promptTokens, int completionTokens, @Nullable Integer cachedTokens) {

  /** The counts of a request that has left the engine. */
  static Usage of(RequestReport report, boolean cachedTokensShown) {
    Integer cached = cachedTokensShown ? (Integer) report.cachedTokens() : null;
    return new Usage(report.promptTokens(), report.outputTokens(), cached);
  }

  void write(JsonText json) {
    json.name("usage").beginObject();
    json.name("prompt_tokens").value(promptTokens);
    json.name("total_tokens").value((long) promptTokens + completionTokens);
    json.name("completion_tokens").value(completionTokens);
    if (cachedTokens != null) {
      json.name("prompt_tokens_details").beginObject();
      json.name("cached_tokens").value(cachedTokens).endObject();
    }
    json.endObject();
  }
}
