package io.thunder.examples.simulator.trace;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ToolTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one program is going to do.
 *
 * @param id its name in the trace or workload
 * @param source where it comes from; empty if unknown
 * @param sharedTokens how much of the start of its first prompt all programs of its kind share
 * @param parent the step of another program that started this one as a sub-agent; null if none did
 * @param steps its LLM calls, at least one
 */
public record AgentProgram(
    String id, String source, int sharedTokens, @Nullable Parent parent, List<AgentStep> steps) {

  /** Checks and copies. */
  public AgentProgram {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("program " + id + " has no steps");
    }
    if (sharedTokens < 0 || sharedTokens > steps.get(0).newPromptTokens()) {
      throw new IllegalArgumentException("program " + id + ": shared tokens " + sharedTokens
          + " of a first prompt of " + steps.get(0).newPromptTokens());
    }
  }

  /** Creates a program that is no sub-agent. */
  public AgentProgram(String id, String source, int sharedTokens, List<AgentStep> steps) {
    this(id, source, sharedTokens, null, steps);
  }

  /**
   * Where a sub-agent was started.
   *
   * @param id the program that started it
   * @param step during the tool of which of its steps, from 0
   */
  public record Parent(String id, int step) {}

  /**
   * The length of every step's whole prompt: that of the step before, its answer, and what is new;
   * after a reset the part that is kept and what is new. The first step's prompt is its new tokens,
   * even if the step is a reset, since there is no context yet.
   *
   * @return tokens by step
   */
  public long[] promptTokens() {
    long[] prompts = new long[steps.size()];
    long context = 0;
    for (int i = 0; i < prompts.length; i++) {
      AgentStep step = steps.get(i);
      // More cannot be kept than there is.
      long before = step.reset() ? Math.min(context, step.keptTokens()) : context;
      prompts[i] = before + step.newPromptTokens();
      context = prompts[i] + step.outputTokens();
    }
    return prompts;
  }

  /**
   * How many steps come before the first whose prompt and answer are longer than a limit.
   *
   * @param limitTokens the limit
   * @return from 0 to the number of steps
   */
  public int stepsWithin(long limitTokens) {
    long[] prompts = promptTokens();
    int count = 0;
    while (count < prompts.length
        && prompts[count] + steps.get(count).outputTokens() <= limitTokens) {
      count++;
    }
    return count;
  }

  /**
   * The same program, ended early.
   *
   * @param count how many steps stay, at least one
   * @return the program
   */
  public AgentProgram firstSteps(int count) {
    return new AgentProgram(id, source, sharedTokens, parent, steps.subList(0, count));
  }

  /**
   * The same program with a time for every tool that has none. The draws depend on the seed and the
   * program's id only. The last step needs none: nothing follows its tool.
   *
   * @param tool where unknown times come from
   * @param seed of the draws
   * @return the program
   */
  public AgentProgram withToolTimes(ToolTime tool, long seed) {
    Draws draws = Draws.of(seed, id.hashCode());
    List<AgentStep> timed = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      AgentStep step = steps.get(i);
      boolean last = i == steps.size() - 1;
      boolean unknown = Double.isNaN(step.toolSeconds());
      timed.add(unknown ? step.withToolSeconds(last ? 0 : tool.seconds(draws)) : step);
    }
    return new AgentProgram(id, source, sharedTokens, parent, timed);
  }
}
