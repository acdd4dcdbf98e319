package io.thunder.examples.simulator;

import java.util.List;

/**
 * One planned LLM call of a program and the tool call after it.
 *
 * @param promptTokens length of the whole prompt
 * @param keptTokens how many tokens at its start are as in the call before; 0 in the first
 * @param outputTokens length of the answer
 * @param tool name of the tool that runs afterwards, empty if unknown
 * @param toolNanos how long that tool runs, or longer if its sub-agents do
 * @param subAgents the programs that the tool starts
 */
public record Turn(
    int promptTokens,
    int keptTokens,
    int outputTokens,
    String tool,
    long toolNanos,
    List<SubAgent> subAgents) {

  /** Copies the sub-agents. */
  public Turn {
    subAgents = List.copyOf(subAgents);
  }

  /** Creates a turn whose tool starts no sub-agents. */
  public Turn(int promptTokens, int keptTokens, int outputTokens, String tool, long toolNanos) {
    this(promptTokens, keptTokens, outputTokens, tool, toolNanos, List.of());
  }

  /** Returns the turn with another tool after it, one that starts sub-agents. */
  public Turn withSubAgents(String otherTool, List<SubAgent> others) {
    return new Turn(promptTokens, keptTokens, outputTokens, otherTool, toolNanos, others);
  }
}
