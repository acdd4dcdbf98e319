package io.thunder.chat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. Immutable.
 *
 * @param role {@code system}, {@code user}, {@code assistant}, {@code tool}, or what the engine
 *     knows besides
 * @param content the text, or null if there is none or {@code fields} holds the content as parts
 * @param fields every other field, in order and verbatim: {@code tool_calls}, {@code name}, {@code
 *     reasoning}, {@code content} given as parts, and whatever else the engine understands
 */
public record ChatMessage(String role, @Nullable String content, Map<String, JsonText> fields) {

  private static final String CONTENT = "content";
  private static final String BASE64 = ";base64,";

  /** What one embedded file counts for in {@link #promptChars()}: about a thousand tokens. */
  private static final int EMBEDDED_FILE_CHARS = 4_000;

  /** Checks and copies. */
  public ChatMessage {
    Objects.requireNonNull(role, "role");
    fields = FieldsInOrder.copyOf(fields);
    if (fields.containsKey("role") || (content != null && fields.containsKey(CONTENT))) {
      throw new IllegalArgumentException("fields must not repeat role or content");
    }
  }

  /**
   * A system message.
   *
   * @param content the text
   * @return the message
   */
  public static ChatMessage system(String content) {
    return new ChatMessage("system", Objects.requireNonNull(content), Map.of());
  }

  /**
   * A user message.
   *
   * @param content the text
   * @return the message
   */
  public static ChatMessage user(String content) {
    return new ChatMessage("user", Objects.requireNonNull(content), Map.of());
  }

  /**
   * A user message of several parts, such as text and images.
   *
   * @param parts the JSON array of parts, verbatim
   * @return the message
   */
  public static ChatMessage userParts(JsonText parts) {
    return new ChatMessage("user", null, Map.of(CONTENT, parts));
  }

  /**
   * An assistant message.
   *
   * @param content the text
   * @return the message
   */
  public static ChatMessage assistant(String content) {
    return new ChatMessage("assistant", Objects.requireNonNull(content), Map.of());
  }

  /**
   * The result of a tool call.
   *
   * @param toolCallId the id of the call it answers
   * @param content the text
   * @return the message
   */
  public static ChatMessage tool(String toolCallId, String content) {
    return new ChatMessage(
        "tool",
        Objects.requireNonNull(content),
        Map.of("tool_call_id", JsonText.ofString(toolCallId)));
  }

  /**
   * How much text the engine will tokenise for this message. Files embedded as base64 count as a
   * constant, since their tokens do not follow from their length.
   *
   * @return characters (UTF-16 units)
   */
  public long promptChars() {
    long chars = role.length();
    chars += content == null ? 0 : content.length();
    for (JsonText value : fields.values()) {
      chars += textChars(value.text());
    }
    return chars;
  }

  private static long textChars(String json) {
    long chars = json.length();
    for (int i = json.indexOf(BASE64); i >= 0; ) {
      int end = json.indexOf('"', i);
      end = end < 0 ? json.length() : end;
      chars -= end - i - EMBEDDED_FILE_CHARS;
      i = json.indexOf(BASE64, end);
    }
    return Math.max(0, chars);
  }

  /** Names the role and sizes only: messages do not belong into logs. */
  @Override
  public String toString() {
    return "ChatMessage[" + role + ", " + promptChars() + " characters]";
  }
}
