package io.thunder.examples.simulator.server;

/** The {@code usage} object of an answer. */
final class Usage {

  private Usage() {}

  /** Writes the token counts so far. */
  static void write(JsonText json, int promptTokens, int completionTokens) {
    open(json, promptTokens, completionTokens).endObject();
  }

  /** Writes the final token counts with the number of prompt tokens that were cached. */
  static void write(JsonText json, int promptTokens, int completionTokens, int cachedTokens) {
    open(json, promptTokens, completionTokens)
        .name("prompt_tokens_details")
        .beginObject()
        .name("cached_tokens")
        .value(cachedTokens)
        .endObject()
        .endObject();
  }

  private static JsonText open(JsonText json, int promptTokens, int completionTokens) {
    return json.name("usage")
        .beginObject()
        .name("prompt_tokens")
        .value(promptTokens)
        .name("total_tokens")
        .value((long) promptTokens + completionTokens)
        .name("completion_tokens")
        .value(completionTokens);
  }
}
