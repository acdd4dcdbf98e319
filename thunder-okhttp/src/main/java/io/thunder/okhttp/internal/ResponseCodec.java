package io.thunder.okhttp.internal;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer. */
final class ResponseCodec {

  private static final String ROLE = "role";
  private static final String CONTENT = "content";

  private ResponseCodec() {}

  /**
   * Reads an answer.
   *
   * @param json the body, which stays part of the response verbatim
   * @param body the same, parsed
   * @throws MalformedException if it is no chat completion with at least one choice
   */
  static ChatResponse decode(String json, JsonView body) throws MalformedException {
    JsonView choices = body.isObject() ? body.get("choices") : null;
    JsonView choice = choices == null ? null : Choices.first(choices);
    if (choice == null) {
      throw new MalformedException("no choice in: " + Excerpt.of(json));
    }
    return new ChatResponse(
        Objects.requireNonNullElse(Choices.text(body, "id"), ""),
        Objects.requireNonNullElse(Choices.text(body, "model"), ""),
        message(Choices.object(choice, "message")),
        Choices.text(choice, "finish_reason"),
        UsageCodec.decode(body.get("usage")),
        json);
  }

  /** Keeps everything, so that the message can be appended to the history unchanged. */
  private static ChatMessage message(JsonView message) throws MalformedException {
    String role = Choices.text(message, ROLE);
    Map<String, JsonText> fields = new LinkedHashMap<>();
    message.members((name, value) -> fields.put(name, value.json()));
    fields.remove(ROLE);
    JsonView content = message.get(CONTENT);
    @Nullable String text = content != null && content.isString() ? content.string() : null;
    if (text != null) {
      fields.remove(CONTENT);
    }
    return new ChatMessage(role == null ? "assistant" : role, text, fields);
  }
}
