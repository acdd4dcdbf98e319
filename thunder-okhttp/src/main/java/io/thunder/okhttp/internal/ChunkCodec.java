package io.thunder.okhttp.internal;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.Usage;
import org.jspecify.annotations.Nullable;

/** Reads one event of a streamed answer. */
final class ChunkCodec {

  private ChunkCodec() {}

  /**
   * Reads a chunk. An object without choices is one too: what it says is in its {@code json}.
   *
   * @param json the event's data, which stays part of the chunk verbatim
   * @param event the same, parsed
   * @throws MalformedException if a field that is interpreted has a wrong type
   */
  static ChatChunk decode(String json, JsonView event) throws MalformedException {
    if (!event.isObject()) {
      throw new MalformedException("an event is not an object: " + Excerpt.of(json));
    }
    JsonView choices = event.get("choices");
    JsonView choice = choices == null || choices.isNull() ? null : Choices.first(choices);
    JsonView delta = choice == null ? null : delta(choice);
    return new ChatChunk(
        delta == null ? "" : text(delta),
        delta == null ? "" : reasoning(delta),
        choice == null ? null : Choices.text(choice, "finish_reason"),
        UsageCodec.decode(event.get("usage")),
        json);
  }

  /** Whether an event carries usage and an empty list of choices: nothing of the answer itself. */
  static boolean isUsageOnly(JsonView event, @Nullable Usage usage) {
    JsonView choices = event.get("choices");
    boolean[] some = new boolean[1];
    if (choices != null && choices.isArray()) {
      choices.items(choice -> some[0] = true);
    }
    return usage != null && choices != null && choices.isArray() && !some[0];
  }

  private static @Nullable JsonView delta(JsonView choice) throws MalformedException {
    JsonView delta = choice.get("delta");
    return delta == null || delta.isNull() ? null : Choices.object(choice, "delta");
  }

  /** Content may be given as parts in a message, but never in a delta. */
  private static String text(JsonView delta) throws MalformedException {
    String content = Choices.text(delta, "content");
    return content == null ? "" : content;
  }

  /** Old and new name of one thing: an engine that sends both sends the same text twice. */
  private static String reasoning(JsonView delta) throws MalformedException {
    String reasoning = Choices.text(delta, "reasoning");
    String older = reasoning == null ? Choices.text(delta, "reasoning_content") : reasoning;
    return older == null ? "" : older;
  }
}
