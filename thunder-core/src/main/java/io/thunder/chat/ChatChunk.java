package io.thunder.chat;

import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer.
 *
 * @param text the first choice's new text, empty if this event carries none
 * @param reasoning the first choice's new reasoning text, empty if this event carries none
 * @param finishReason why the first choice ended, or null while it runs
 * @param usage token counts so far, or null if this event carries none
 * @param json the event's data exactly as received: tool calls, logprobs and all other fields
 */
public record ChatChunk(
    String text,
    String reasoning,
    @Nullable String finishReason,
    @Nullable Usage usage,
    String json) {

  /** Names sizes only: answers do not belong into logs. */
  @Override
  public String toString() {
    return "ChatChunk[" + json.length() + " characters, finishReason=" + finishReason + "]";
  }
}
