package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.FinishReason;
import io.thunder.examples.simulator.RequestReport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bodies and events of one chat completion.
 *
 * @param id id of the completion
 * @param model name of the model
 * @param createdSeconds when it was asked for, since 1970
 * @param promptTokens length of its prompt
 */
record CompletionJson(String id, String model, long createdSeconds, int promptTokens) {

  /** Returns the body of an answer that is not streamed. */
  String body(AnswerText answer, RequestReport report) {
    JsonText json = open("chat.completion");
    json.name("choices").beginArray().beginObject();
    json.name("index").value(0);
    json.name("message").beginObject();
    json.name("role").value("assistant");
    json.name("content").value(answer.text(0, report.outputTokens()));
    json.name("refusal").nullValue();
    json.name("tool_calls").beginArray().endArray();
    json.endObject();
    finish(json, report.finishReason());
    json.endObject().endArray();
    Usage.write(json, promptTokens, report.outputTokens(), report.cachedTokens());
    return json.endObject().toString();
  }

  /** Returns the first event, which carries the role and no token. */
  String roleEvent(boolean usage) {
    JsonText json = openChunk();
    json.name("delta").beginObject();
    json.name("role").value("assistant").name("content").value("").endObject();
    finish(json, null);
    return closeChunk(json, usage, 0);
  }

  /**
   * Returns the event of one token.
   *
   * @param index which token of the answer, from 0
   * @param reason why it is the last one, null if it is not
   */
  String tokenEvent(AnswerText answer, int index, @Nullable FinishReason reason, boolean usage) {
    JsonText json = openChunk();
    json.name("delta").beginObject();
    json.name("content").value(answer.text(index, index + 1)).endObject();
    finish(json, reason);
    return closeChunk(json, usage, index + 1);
  }

  /** Returns the event after the answer that carries nothing but the usage. */
  String usageEvent(RequestReport report) {
    JsonText json = open("chat.completion.chunk");
    json.name("choices").beginArray().endArray();
    Usage.write(json, promptTokens, report.outputTokens(), report.cachedTokens());
    return event(json.endObject());
  }

  private JsonText openChunk() {
    JsonText json = open("chat.completion.chunk");
    json.name("choices").beginArray().beginObject();
    return json.name("index").value(0);
  }

  private String closeChunk(JsonText json, boolean usage, int completionTokens) {
    json.endObject().endArray();
    if (usage) {
      Usage.write(json, promptTokens, completionTokens);
    }
    return event(json.endObject());
  }

  private static void finish(JsonText json, @Nullable FinishReason reason) {
    json.name("logprobs").nullValue();
    json.name("finish_reason").value(reason == null ? null : reason.label());
  }

  private JsonText open(String object) {
    JsonText json = new JsonText().beginObject();
    json.name("id").value(id);
    json.name("object").value(object);
    json.name("created").value(createdSeconds);
    return json.name("model").value(model);
  }

  private static String event(JsonText json) {
    return "data: " + json + "\n\n";
  }
}
