package io.thunder.examples.simulator.server;

import java.util.List;

/**
 * One message of a prompt.
 *
 * @param role who speaks
 * @param parts its texts, one unless the content is a list of parts
 * @param extras names and JSON texts of all other fields, such as tool calls
 */
public record ChatMessage(String role, List<String> parts, List<String> extras) {

  /** Copies the lists. */
  public ChatMessage {
    parts = List.copyOf(parts);
    extras = List.copyOf(extras);
  }
}
