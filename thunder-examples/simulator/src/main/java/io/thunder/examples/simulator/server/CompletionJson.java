package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bodies and events of one chat completion.
 *
 * @param id id of the completion
 * @param model name of the model
 * @param createdSeconds when it was asked for, since 1970
 * @param dialect how the server puts things
 */
public record CompletionJson(String id, String model, long createdSeconds, Dialect dialect) {

  /** The event after the last one of a stream. */
  public static final String DONE = "data: [DONE]\n\n";

  /**
   * A completion of a server that speaks as vLLM does.
   *
   * @param id id of the completion
   * @param model name of the model
   * @param createdSeconds when it was asked for, since 1970
   */
  public CompletionJson(String id, String model, long createdSeconds) {
    this(id, model, createdSeconds, Dialect.VLLM);
  }

  /**
   * An answer that is not streamed.
   *
   * @param content its text
   * @param reason why it ended
   * @param usage its token counts
   * @return the body
   */
  public String body(String content, FinishReason reason, Usage usage) {
    JsonText json = open("chat.completion");
    json.name("choices").beginArray().beginObject();
    json.name("index").value(0);
    json.name("message").beginObject();
    json.name("role").value("assistant");
    json.name("content").value(content);
    json.name("refusal").nullValue();
    json.name("tool_calls").beginArray().endArray();
    json.endObject();
    finish(json, reason);
    json.endObject().endArray();
    dialect.writeUsage(usage, json);
    return json.endObject().toString();
  }

  /**
   * The first event of a stream, which carries the role and no token.
   *
   * @param usage the token counts, null to leave them out
   * @return the event
   */
  public String roleEvent(@Nullable Usage usage) {
    JsonText json = openChunk();
    json.name("delta").beginObject();
    json.name("role").value("assistant").name("content").value("").endObject();
    finish(json, null);
    return closeChunk(json, usage);
  }

  /**
   * The event of one token.
   *
   * @param text of the token
   * @param reason why it is the last one, null if it is not
   * @param usage the token counts so far, null to leave them out
   * @return the event
   */
  public String tokenEvent(String text, @Nullable FinishReason reason, @Nullable Usage usage) {
    JsonText json = openChunk();
    json.name("delta").beginObject();
    json.name("content").value(text).endObject();
    finish(json, reason);
    return closeChunk(json, usage);
  }

  /**
   * The event after the answer that carries nothing but the usage.
   *
   * @param usage the token counts
   * @return the event
   */
  public String usageEvent(Usage usage) {
    JsonText json = open("chat.completion.chunk");
    json.name("choices").beginArray().endArray();
    dialect.writeUsage(usage, json);
    return event(json.endObject().toString());
  }

  /**
   * The event that ends a stream early.
   *
   * @param error what went wrong
   * @return the event
   */
  public static String errorEvent(ApiException error) {
    return event(error.json());
  }

  private JsonText openChunk() {
    JsonText json = open("chat.completion.chunk");
    json.name("choices").beginArray().beginObject();
    return json.name("index").value(0);
  }

  private String closeChunk(JsonText json, @Nullable Usage usage) {
    json.endObject().endArray();
    if (usage != null) {
      dialect.writeUsage(usage, json);
    }
    return event(json.endObject().toString());
  }

  private void finish(JsonText json, @Nullable FinishReason reason) {
    json.name("logprobs").nullValue();
    json.name("finish_reason").value(reason == null ? null : reason.label());
    dialect.writeMatchedStop(reason, json);
  }

  private JsonText open(String object) {
    JsonText json = new JsonText().beginObject();
    json.name("id").value(id);
    json.name("object").value(object);
    json.name("created").value(createdSeconds);
    return json.name("model").value(model);
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }
}
