package io.thunder.okhttp.internal;

import io.thunder.chat.ChatChunk;
import io.thunder.chat.Usage;
import org.jspecify.annotations.Nullable;

/** Reads one event of a streamed answer. */
final class ChunkCodec {

  private static final String[] OF_EVENT = {"choices", "usage"};
  private static final String[] OF_CHOICE = {"delta", "finish_reason"};
  private static final String[] OF_DELTA = {"content", "reasoning", "reasoning_content"};

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
      throw new MalformedException("an event is not an object", json);
    }
    @Nullable JsonView[] parts = event.get(OF_EVENT);
    JsonView choices = parts[0];
    JsonView choice = choices == null || choices.isNull() ? null : Choices.first(choices);
    @Nullable JsonView[] first = choice == null ? new JsonView[2] : choice.get(OF_CHOICE);
    @Nullable JsonView[] delta = delta(choice, first[0]);
    return new ChatChunk(
        text(delta),
        reasoning(delta),
        Choices.text("finish_reason", first[1]),
        UsageCodec.decode(parts[1]),
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

  /** The members of the delta, all null if there is none. */
  private static @Nullable JsonView[] delta(@Nullable JsonView choice, @Nullable JsonView delta)
      throws MalformedException {
    return choice == null || delta == null || delta.isNull()
        ? new JsonView[OF_DELTA.length]
        : Choices.object(choice, "delta", delta).get(OF_DELTA);
  }

  /** Content may be given as parts in a message, but never in a delta. */
  private static String text(@Nullable JsonView[] delta) throws MalformedException {
    String content = Choices.text("content", delta[0]);
    return content == null ? "" : content;
  }

  /** Old and new name of one thing: an engine that sends both sends the same text twice. */
  private static String reasoning(@Nullable JsonView[] delta) throws MalformedException {
    String reasoning = Choices.text("reasoning", delta[1]);
    String older = reasoning == null ? Choices.text("reasoning_content", delta[2]) : reasoning;
    return older == null ? "" : older;
  }
}
