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

  /** Of a message besides role and content; a map of default size is made for a dozen. */
  private static final int FIELDS_USUALLY = 3;

  private static final String[] OF_ANSWER = {"choices", "id", "model", "usage"};
  private static final String[] OF_CHOICE = {"message", "finish_reason"};
  private static final String[] OF_MESSAGE = {ROLE, CONTENT};
  private static final String[] ROLE_ONLY = {ROLE};

  private ResponseCodec() {}

  /**
   * Reads an answer.
   *
   * @param json the body, which stays part of the response verbatim
   * @param body the same, parsed
   * @throws MalformedException if it is no chat completion with at least one choice
   */
  static ChatResponse decode(String json, JsonView body) throws MalformedException {
    if (!body.isObject()) {
      throw noChoice(json);
    }
    @Nullable JsonView[] answer = body.get(OF_ANSWER);
    JsonView choices = answer[0];
    JsonView choice = choices == null ? null : Choices.first(choices);
    if (choice == null) {
      throw noChoice(json);
    }
    @Nullable JsonView[] first = choice.get(OF_CHOICE);
    return new ChatResponse(
        Objects.requireNonNullElse(Choices.text("id", answer[1]), ""),
        Objects.requireNonNullElse(Choices.text("model", answer[2]), ""),
        message(Choices.object(choice, "message", first[0])),
        Choices.text("finish_reason", first[1]),
        UsageCodec.decode(answer[3]),
        json);
  }

  /** Keeps everything, so that the message can be appended to the history unchanged. */
  private static ChatMessage message(JsonView message) throws MalformedException {
    @Nullable JsonView[] parts = message.get(OF_MESSAGE);
    String role = Choices.text(ROLE, parts[0]);
    JsonView content = parts[1];
    @Nullable String text = content != null && content.isString() ? content.string() : null;
    Map<String, JsonText> fields = new LinkedHashMap<>(FIELDS_USUALLY);
    message.membersExcept(
        text == null ? ROLE_ONLY : OF_MESSAGE, (name, value) -> fields.put(name, value.json()));
    return new ChatMessage(role == null ? "assistant" : role, text, fields);
  }

  private static MalformedException noChoice(String json) {
    return new MalformedException("no choice in", json);
  }
}
