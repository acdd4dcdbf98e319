package io.thunder.examples.simulator.trace;

/**
 * One LLM call of a program and the tool call after it.
 *
 * @param newPromptTokens prompt tokens that the context does not hold yet, not counting the answer
 *     before; in a program's first step the whole first prompt
 * @param outputTokens tokens of the answer
 * @param toolSeconds how long the tool runs afterwards, NaN if unknown
 * @param reset whether the context is rewritten (compaction, edited history): only its first {@code
 *     keptTokens} stay, and what follows them is new
 * @param keptTokens what a reset keeps; 0 if there is no reset
 * @param tool name of the tool, empty if unknown
 */
public record AgentStep(
    int newPromptTokens,
    int outputTokens,
    double toolSeconds,
    boolean reset,
    int keptTokens,
    String tool) {

  /** Checks the values. */
  public AgentStep {
    if (newPromptTokens < 0 || outputTokens < 0 || toolSeconds < 0 || keptTokens < 0) {
      throw new IllegalArgumentException("negative: new prompt tokens " + newPromptTokens
          + ", output tokens " + outputTokens + ", tool seconds " + toolSeconds + ", kept tokens "
          + keptTokens);
    }
    if (keptTokens > 0 && !reset) {
      throw new IllegalArgumentException("only a reset keeps part of the context");
    }
  }

  /**
   * A step that appends to the context.
   *
   * @param newPromptTokens prompt tokens besides the answer before
   * @param outputTokens tokens of the answer
   * @param toolSeconds how long the tool runs afterwards, NaN if unknown
   * @return the step
   */
  public static AgentStep append(int newPromptTokens, int outputTokens, double toolSeconds) {
    return new AgentStep(newPromptTokens, outputTokens, toolSeconds, false, 0, "");
  }

  /**
   * A step that rewrites the context.
   *
   * @param keptTokens how much of its start stays
   * @param newPromptTokens what follows that
   * @param outputTokens tokens of the answer
   * @param toolSeconds how long the tool runs afterwards, NaN if unknown
   * @return the step
   */
  public static AgentStep reset(
      int keptTokens, int newPromptTokens, int outputTokens, double toolSeconds) {
    return new AgentStep(newPromptTokens, outputTokens, toolSeconds, true, keptTokens, "");
  }

  /**
   * The same step with another tool time.
   *
   * @param seconds how long the tool runs
   * @return the step
   */
  public AgentStep withToolSeconds(double seconds) {
    return new AgentStep(newPromptTokens, outputTokens, seconds, reset, keptTokens, tool);
  }

  /**
   * The same step with a name for its tool.
   *
   * @param name of the tool
   * @return the step
   */
  public AgentStep withTool(String name) {
    return new AgentStep(newPromptTokens, outputTokens, toolSeconds, reset, keptTokens, name);
  }
}
