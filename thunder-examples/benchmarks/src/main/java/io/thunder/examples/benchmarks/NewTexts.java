package io.thunder.examples.benchmarks;

import io.thunder.ThunderClient;
import io.thunder.chat.ChatMessage;
import java.util.List;
import java.util.Objects;

/** Sends the same again and again, each time in messages and texts that are new objects. */
final class NewTexts implements Caller {

  private final ThunderClient client;
  private final List<ChatMessage> messages;
  private List<ChatMessage> next;

  NewTexts(ThunderClient client, List<ChatMessage> messages) {
    this.client = client;
    this.messages = messages;
    this.next = messages;
  }

  @Override
  public void prepare() {
    next = messages.stream().map(NewTexts::copy).toList();
  }

  private static ChatMessage copy(ChatMessage message) {
    // Of its characters: a copy of the string would know its hash.
    String text = new String(Objects.requireNonNull(message.content()).toCharArray());
    return message.role().equals("user") ? ChatMessage.user(text) : ChatMessage.assistant(text);
  }

  @Override
  public int call() {
    return client.chat(Thread.currentThread().getName(), next).text().length();
  }
}
