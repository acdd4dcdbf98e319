package io.thunder.chat;

import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion request: messages, and every other field verbatim. Immutable.
 *
 * @param model the model's name, or null for the engine's only one
 * @param messages the whole conversation so far
 * @param fields every other field of the body, in order and verbatim: {@code tools}, {@code
 *     tool_choice}, {@code response_format}, sampling parameters, {@code logprobs}, extensions
 * @param headers HTTP headers of this request, added to the transport's own
 * @param parent who started the program and waits for it, or null; not sent, and looked at with the
 *     first turn of the program only
 * @param priority where the engine puts the request among those that wait in it, lower first with every
 *     engine, above {@link Integer#MIN_VALUE}; null leaves it to the engine
 */
public record ChatRequest(
    @Nullable String model,
    List<ChatMessage> messages,
    Map<String, JsonText> fields,
    Map<String, String> headers,
    @Nullable ParentProgram parent,
    @Nullable Integer priority) {

  /** Fields that have a component, or a method, of their own. */
  private static final Set<String> RESERVED = Set.of("model", "messages", "stream");

  private static final String PRIORITY = "priority";

  /** Fields that the engine makes part of the prompt, in front of the messages. */
  static final List<String> PROMPT_FIELDS = List.of("tools", "response_format");

  /** Checks and copies. */
  public ChatRequest {
    messages = List.copyOf(messages);
    fields = FieldsInOrder.copyOf(fields);
    headers = FieldsInOrder.copyOf(headers);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a chat request needs at least one message");
    }
    for (String name : RESERVED) {
      if (fields.containsKey(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is not a free field: use model, messages, chat() or stream()");
      }
    }
    if (priority != null && priority == Integer.MIN_VALUE) { // some engines are sent its negative
      throw new IllegalArgumentException("priority must be > " + priority);
    }
    if (priority != null && fields.containsKey(PRIORITY)) {
      throw new IllegalArgumentException("'" + PRIORITY + "' is given twice, once as a field");
    }
  }

  /**
   * A request of messages only.
   *
   * @param messages the whole conversation so far
   * @return the request
   */
  public static ChatRequest of(List<ChatMessage> messages) {
    return new ChatRequest(null, messages, Map.of(), Map.of(), null, null);
  }

  /**
   * A builder without model, messages and fields.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder that starts as this request, its parent included.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.model = model;
    builder.messages.addAll(messages);
    builder.fields.putAll(fields);
    builder.headers.putAll(headers);
    builder.parent = parent;
    builder.priority = priority;
    return builder;
  }

  /**
   * How much text the engine will tokenise: messages, tools and the response format.
   *
   * @return characters (UTF-16 units)
   */
  public long promptChars() {
    return promptChars(messages, fields);
  }

  private static long promptChars(List<ChatMessage> messages, Map<String, JsonText> fields) {
    long chars = 0;
    for (ChatMessage message : messages) {
      chars += message.promptChars();
    }
    for (String name : PROMPT_FIELDS) {
      JsonText value = fields.get(name);
      chars += value == null ? 0 : value.text().length();
    }
    return chars;
  }

  /**
   * What the prompt may have in common with those of other programs: the tools, and each of the first
   * few messages with all before it.
   *
   * @return the prefixes, in order of length; their tokens are unknown
   */
  public List<PromptPrefix> promptPrefixes() {
    return ChatPrefixes.of(this);
  }

  /**
   * The caller's bound on generated tokens.
   *
   * @return {@code max_completion_tokens}, else {@code max_tokens}, else 0 for unbounded
   */
  public int maxTokens() {
    int bound = bound("max_completion_tokens");
    return bound > 0 ? bound : bound("max_tokens");
  }

  private int bound(String name) {
    JsonText value = fields.get(name);
    return value != null && value.text().matches("[0-9]{1,9}") ? Integer.parseInt(value.text()) : 0;
  }

  /** Names sizes only: neither prompts nor headers belong into logs. */
  @Override
  public String toString() {
    return "ChatRequest[model="
        + model
        + ", messages="
        + messages.size()
        + ", fields="
        + fields.keySet()
        + ", headers="
        + headers.keySet()
        + "]";
  }

  /** Builds a {@link ChatRequest}. Not thread-safe. */
  public static final class Builder {

    private @Nullable String model;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final Map<String, JsonText> fields = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable ParentProgram parent;
    private int inheritedMessages;
    private @Nullable Integer priority;

    private Builder() {}

    /**
     * Sets the model.
     *
     * @param name the model's name
     * @return this
     */
    public Builder model(String name) {
      model = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Appends a message.
     *
     * @param message the message
     * @return this
     */
    public Builder message(ChatMessage message) {
      messages.add(message);
      return this;
    }

    /**
     * Appends messages.
     *
     * @param more the messages
     * @return this
     */
    public Builder messages(List<ChatMessage> more) {
      messages.addAll(more);
      return this;
    }

    /**
     * Bounds the generated tokens ({@code max_tokens}).
     *
     * @param tokens at least 1
     * @return this
     */
    public Builder maxTokens(int tokens) {
      if (tokens < 1) {
        throw new IllegalArgumentException("maxTokens must be >= 1, was " + tokens);
      }
      return field("max_tokens", JsonText.ofNumber(tokens));
    }

    /**
     * Sets the sampling temperature.
     *
     * @param temperature at least 0
     * @return this
     */
    public Builder temperature(double temperature) {
      if (!(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("temperature must be >= 0, was " + temperature);
      }
      return field("temperature", JsonText.ofNumber(temperature));
    }

    /**
     * Sets any other field of the body, replacing an earlier value.
     *
     * @param name the field's name
     * @param value the field's value, sent verbatim
     * @return this
     */
    public Builder field(String name, JsonText value) {
      fields.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets an HTTP header of this request, replacing an earlier value.
     *
     * @param name the header's name
     * @param value the header's value
     * @return this
     */
    public Builder header(String name, String value) {
      headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Says who started the program and waits for it: a sub-agent goes before programs that nobody
     * waits for yet, and what it inherits counts once on a backend. What is inherited must be the
     * same for the engine: model, tools and messages.
     *
     * @param programId the parent
     * @param inherited how many of the first messages are the parent's own; 0 if none are
     * @return this
     */
    public Builder parent(String programId, int inherited) {
      if (inherited < 0) {
        throw new IllegalArgumentException("inherited messages must be >= 0, were " + inherited);
      }
      parent = ParentProgram.of(programId);
      inheritedMessages = inherited;
      return this;
    }

    /**
     * Says where the engine puts the request among those that wait in it: the lower the number, the
     * sooner, whichever way the engine counts. Thunder's own order is its policy's. vLLM refuses any
     * but 0 unless it runs with {@code --scheduling-policy priority}, SGLang does not look at it
     * without {@code --enable-priority-scheduling}. What has none is 0 to vLLM and last to SGLang. The
     * field {@code priority}, given instead, is sent verbatim, and read differently by each.
     *
     * @param value any number above {@link Integer#MIN_VALUE}
     * @return this
     */
    public Builder priority(int value) {
      priority = value;
      return this;
    }

    /**
     * Builds the request.
     *
     * @return the request
     * @throws IllegalArgumentException if there is no message, a field is reserved, more messages are
     *     inherited than there are, or the priority is out of range or given twice
     */
    public ChatRequest build() {
      return new ChatRequest(model, messages, fields, headers, inheriting(), priority);
    }

    private @Nullable ParentProgram inheriting() {
      if (inheritedMessages > messages.size()) {
        throw new IllegalArgumentException(
            inheritedMessages + " messages are inherited, but there are " + messages.size());
      }
      return parent == null || inheritedMessages == 0
          ? parent
          : new ParentProgram(
              parent.id(), 0, promptChars(messages.subList(0, inheritedMessages), fields));
    }
  }
}
