package io.thunder.examples.simulator.server;

import java.util.List;
import java.util.OptionalInt;

/**
 * A parsed body of {@code /v1/chat/completions} or {@code /tokenize}.
 *
 * @param model the model asked for, empty for the one that is served
 * @param messages the prompt
 * @param prompt text to tokenize instead of messages
 * @param tools JSON text of the tools, empty without
 * @param cacheSalt separates prefix caches, empty without
 * @param maxTokens limit of the answer
 * @param minTokens least length of the answer
 * @param ignoreEos whether the answer goes on to its limit
 * @param stream whether to answer with events
 * @param includeUsage whether an event with the usage follows the answer
 * @param continuousUsage whether every event carries the usage so far
 */
public record ChatRequest(
    String model,
    List<ChatMessage> messages,
    String prompt,
    String tools,
    String cacheSalt,
    OptionalInt maxTokens,
    int minTokens,
    boolean ignoreEos,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage) {

  /** Copies the messages. */
  public ChatRequest {
    messages = List.copyOf(messages);
  }
}
