package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.Workload;

/**
 * A workload whose first prompts are of all sizes: their logarithm is uniform.
 *
 * @param workload what programs do otherwise
 * @param least tokens of the shortest first prompt
 * @param most tokens of the longest
 */
record FirstPrompts(Workload workload, int least, int most) implements ProgramSource {

  private static final long DRAWS = 0x73697a65L;

  @Override
  public ProgramPlan plan(long seed, int index) {
    double tokens = Draws.of(seed + DRAWS, index).logUniform(least, most);
    return workload.plan(seed, index).withFirstPrompt((int) tokens, workload.promptMax());
  }
}
