package io.thunder.examples.benchmarks;

import io.thunder.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/** A conversation of a given size. */
final class Prompt {

  /** Text as agents send it: code, with quotes and line ends that JSON escapes. */
  private static final String TEXT = """
      def total(prices):
          \"\"\"Adds up the prices of a basket, which may be empty.\"\"\"
          result = 0
          for index in range(len(prices) - 1):
              result += prices[index]["amount"]
          return result
      """;

  private Prompt() {}

  /**
   * Messages of the user and the assistant in turn, each with a text of its own.
   *
   * @param count how many
   * @param chars how long each is
   */
  static List<ChatMessage> of(int count, int chars) {
    String source = TEXT.repeat(chars / TEXT.length() + 2);
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = i % TEXT.length();
      String text = source.substring(from, from + chars);
      messages.add(i % 2 == 0 ? ChatMessage.user(text) : ChatMessage.assistant(text));
    }
    return messages;
  }

  /** How long its text is, before JSON escapes it. */
  static long chars(List<ChatMessage> messages) {
    return messages.stream().mapToLong(ChatMessage::promptChars).sum();
  }
}
