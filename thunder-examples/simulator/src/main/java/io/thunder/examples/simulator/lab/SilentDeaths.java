package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;

/**
 * Programs some of which die after any of their turns, without anybody telling the scheduler.
 *
 * @param source what programs do otherwise
 * @param share how many of them, from 0 to 1
 */
record SilentDeaths(ProgramSource source, double share) implements ProgramSource {

  private static final long DRAWS = 0x6465617468L;

  @Override
  public ProgramPlan plan(long seed, int index) {
    ProgramPlan plan = source.plan(seed, index);
    Draws draws = Draws.of(seed + DRAWS, index);
    if (draws.uniform() >= share) {
      return plan;
    }
    int lived = 1 + (int) (draws.uniform() * plan.turns().size());
    return plan.dyingAfter(lived);
  }
}
