package io.thunder.okhttp.internal;

import io.thunder.chat.ChatChunk;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer, and those of its members that are interpreted. They are found in one
 * walk: there is an event for every token that is generated.
 *
 * @param json the event's data, which stays part of the chunk verbatim
 * @param event the same, parsed; an object
 * @param error what went wrong, or null
 * @param choices what was generated, or null
 * @param usage token counts, or null
 */
record ChunkEvent(
    String json,
    JsonView event,
    @Nullable JsonView error,
    @Nullable JsonView choices,
    @Nullable JsonView usage) {

  private static final String[] OF_EVENT = {"error", "choices", "usage"};
  private static final String[] OF_CHOICE = {"delta", "finish_reason"};
  private static final String[] OF_DELTA = {"content", "reasoning", "reasoning_content"};

  /**
   * Looks at an event's data.
   *
   * @throws MalformedException if it is no JSON object
   */
  static ChunkEvent parse(String json) throws MalformedException {
    JsonView event = JsonView.parse(json);
    if (!event.isObject()) {
      throw new MalformedException("an event is not an object", json);
    }
    @Nullable JsonView[] parts = event.get(OF_EVENT);
    return new ChunkEvent(json, event, parts[0], parts[1], parts[2]);
  }

  /** What the engine says went wrong instead of generating; null for a chunk. */
  @Nullable
  EngineError failure() {
    boolean usual = choices != null && (error == null || error.isNull());
    return usual ? null : EngineError.find(event);
  }

  /**
   * The chunk. An object without choices is one too: what it says is in its {@code json}.
   *
   * @throws MalformedException if a field that is interpreted has a wrong type
   */
  ChatChunk chunk() throws MalformedException {
    JsonView choice = choices == null || choices.isNull() ? null : Choices.first(choices);
    @Nullable JsonView[] first = choice == null ? new JsonView[2] : choice.get(OF_CHOICE);
    @Nullable JsonView[] delta = delta(choice, first[0]);
    return new ChatChunk(
        text(delta),
        reasoning(delta),
        Choices.text("finish_reason", first[1]),
        UsageCodec.decode(usage),
        json);
  }

  /** Whether its list of choices is empty: it says nothing of the answer itself. */
  boolean hasNoChoice() {
    if (choices == null || !choices.isArray()) {
      return false;
    }
    boolean[] some = new boolean[1];
    choices.items(choice -> some[0] = true);
    return !some[0];
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
