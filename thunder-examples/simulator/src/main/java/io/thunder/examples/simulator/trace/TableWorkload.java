package io.thunder.examples.simulator.trace;

import io.thunder.examples.simulator.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs drawn from quantile tables of recorded ones: every number independently of the others.
 *
 * @param name the workload's name
 * @param sharedTokens system prompt and tools, the same in all programs
 * @param steps number of steps
 * @param firstPrompt tokens of the first prompt, shared ones included
 * @param newPrompt prompt tokens that each later step adds
 * @param output tokens of an answer
 * @param tool seconds of a tool call
 */
record TableWorkload(
    String name,
    int sharedTokens,
    QuantileTable steps,
    QuantileTable firstPrompt,
    QuantileTable newPrompt,
    QuantileTable output,
    QuantileTable tool)
    implements AgentWorkload {

  /** Shares the 160 tokens of system prompt that the agent's default configuration has. */
  static final TableWorkload MINI_SWE = new TableWorkload(
      "mini-swe",
      160,
      TraceTables.MINI_SWE_STEPS,
      TraceTables.MINI_SWE_FIRST_PROMPT,
      TraceTables.MINI_SWE_NEW_PROMPT,
      TraceTables.MINI_SWE_OUTPUT,
      TraceTables.MINI_SWE_TOOL);

  /**
   * The same programs with a sixteenth of the tokens, for a small engine: it takes about as long for
   * these as a large one takes for those, and so the tools take as long as they did.
   */
  static final TableWorkload MINI_SWE_SMALL = MINI_SWE.times("mini-swe-small", 1 / 16.0);

  /** No new prompt is shorter: the chat template alone takes 10 tokens per turn. */
  private static final int SMALL_NEW_PROMPT_MIN = 12;

  /** Shares 6,000 tokens: the shortest first prompts are little more than system prompt and tools. */
  static final TableWorkload CLAUDE_CODE = new TableWorkload(
      "claude-code",
      6_000,
      TraceTables.CLAUDE_STEPS,
      TraceTables.CLAUDE_FIRST_PROMPT,
      TraceTables.CLAUDE_NEW_PROMPT,
      TraceTables.CLAUDE_OUTPUT,
      TraceTables.CLAUDE_TOOL);

  private TableWorkload times(String newName, double factor) {
    return new TableWorkload(
        newName,
        (int) (sharedTokens * factor),
        steps,
        firstPrompt.times(factor, SMALL_NEW_PROMPT_MIN),
        newPrompt.times(factor, SMALL_NEW_PROMPT_MIN),
        output.times(factor, 1),
        tool);
  }

  @Override
  public AgentProgram program(long seed, int index) {
    Draws draws = Draws.of(seed, index);
    int count = Math.max(1, steps.drawCount(draws));
    List<AgentStep> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      QuantileTable prompt = i == 0 ? firstPrompt : newPrompt;
      drawn.add(AgentStep.append(
          prompt.drawCount(draws), Math.max(1, output.drawCount(draws)), tool.draw(draws)));
    }
    return new AgentProgram(name + "-" + index, name, sharedTokens, drawn);
  }
}
