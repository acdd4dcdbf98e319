package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.Workload;

/**
 * A workload in which the first prompt of a few programs is many times as long.
 *
 * @param workload what programs do otherwise
 * @param share how many of them, from 0 to 1
 * @param factor how many times as long
 */
record GiantPrompts(Workload workload, double share, int factor) implements ProgramSource {

  private static final long DRAWS = 0x6769616e74L;

  @Override
  public ProgramPlan plan(long seed, int index) {
    ProgramPlan plan = workload.plan(seed, index);
    if (Draws.of(seed + DRAWS, index).uniform() >= share) {
      return plan;
    }
    int tokens = factor * plan.turns().get(0).promptTokens();
    return plan.withFirstPrompt(Math.min(workload.promptMax(), tokens), workload.promptMax());
  }
}
