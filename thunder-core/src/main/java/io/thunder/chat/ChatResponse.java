package io.thunder.chat;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link ChatRequest}: the parts that programs use, and the whole body verbatim.
 *
 * @param id the engine's id of the request, or an empty string
 * @param model the model that answered, or an empty string
 * @param message the first choice's message, ready to be appended to the conversation
 * @param finishReason why the first choice ended: {@code stop}, {@code length}, {@code
 *     tool_calls}, {@code abort}, or null if the engine did not say
 * @param usage the engine's token counts, or null if it sent none
 * @param json the whole body exactly as received, every choice and every field
 */
public record ChatResponse(
    String id,
    String model,
    ChatMessage message,
    @Nullable String finishReason,
    @Nullable Usage usage,
    String json) {

  /**
   * The text of the answer.
   *
   * @return the first choice's text; empty if it has none, as with pure tool calls
   */
  public String text() {
    String content = message.content();
    return content == null ? "" : content;
  }

  /** Names sizes only: answers do not belong into logs. */
  @Override
  public String toString() {
    return "ChatResponse[id=" + id + ", finishReason=" + finishReason + ", usage=" + usage + "]";
  }
}
