package io.thunder.examples.conformance;

/**
 * The words of a scripted server: four tokens to every prompt of 318.
 *
 * @param choice what ends a choice, with the reason in place of {@code %s}
 * @param tokens the answer to a request in tokens, with the number of cached ones in place of {@code %s}
 * @param tooLong the answer to a prompt that is
 */
record ScriptedAnswers(String choice, String tokens, String tooLong) {

  private static final String TEXT = "Look at line 7.";
  private static final int TOKENS = 4;

  String plain(boolean cached) {
    return open("chat.completion")
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + TEXT
        + "\"}," + choice.formatted("\"length\"") + "}]," + usage(TOKENS, cached) + "}";
  }

  String stream(boolean cached) {
    return beginning() + end("length", TOKENS, cached);
  }

  /** The events before the first token. */
  String beginning() {
    return event(delta("\"role\":\"assistant\",\"content\":\"\"", "null"));
  }

  /** An event in the middle of an answer. */
  String more() {
    return event(delta("\"content\":\"Look\"", "null"));
  }

  /** The last event of an answer, and all after it. */
  String end(String reason, int tokens, boolean cached) {
    return event(delta("\"content\":\"" + TEXT + "\"", "\"" + reason + "\""))
        + event(open("chat.completion.chunk") + "\"choices\":[]," + usage(tokens, cached) + "}")
        + "data: [DONE]\n\n";
  }

  String inTokens(boolean cached) {
    return tokens.formatted(cached ? "304" : "0");
  }

  private String delta(String fields, String reason) {
    return open("chat.completion.chunk") + "\"choices\":[{\"index\":0,\"delta\":{" + fields + "},"
        + choice.formatted(reason) + "}]}";
  }

  private static String open(String object) {
    return "{\"id\":\"1\",\"object\":\"" + object + "\",\"created\":1,\"model\":\"m\",";
  }

  /** What is not cached is not mentioned. */
  private static String usage(int tokens, boolean cached) {
    return "\"usage\":{\"prompt_tokens\":318,\"total_tokens\":" + (318 + tokens)
        + ",\"completion_tokens\":" + tokens + ",\"prompt_tokens_details\":"
        + (cached ? "{\"cached_tokens\":304}" : "null") + "}";
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }
}
