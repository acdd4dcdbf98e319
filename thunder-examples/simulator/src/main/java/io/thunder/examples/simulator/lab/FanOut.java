package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.Draws;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs some of which have, once in their life, a tool that starts sub-agents. Each begins with
 * the history of its parent, adds a task of its own to it, and works for a few turns.
 *
 * @param source what parents and sub-agents do otherwise
 * @param share how many programs have sub-agents, from 0 to 1
 * @param children how many sub-agents each of them has
 * @param turnsMax most turns of a sub-agent
 * @param promptMax longest prompt
 */
record FanOut(ProgramSource source, double share, int children, int turnsMax, int promptMax)
    implements ProgramSource {

  private static final long DRAWS = 0x66616eL;
  private static final long CHILD_PLANS = 0x6368696c64L;

  @Override
  public ProgramPlan plan(long seed, int index) {
    ProgramPlan plan = source.plan(seed, index);
    Draws draws = Draws.of(seed + DRAWS, index);
    if (draws.uniform() >= share) {
      return plan;
    }
    int fork = (int) (draws.uniform() * plan.turns().size());
    List<Turn> turns = new ArrayList<>(plan.turns());
    Turn turn = turns.get(fork);
    List<SubAgent> agents = new ArrayList<>(children);
    for (int i = 0; i < children; i++) {
      agents.add(child(source.plan(seed + CHILD_PLANS, index * children + i), turn));
    }
    turns.set(fork, turn.withSubAgents("task", agents));
    return plan.withTurns(turns);
  }

  private SubAgent child(ProgramPlan plan, Turn turn) {
    int inherited = turn.promptTokens() + turn.outputTokens();
    List<Turn> turns = plan.turns().subList(0, Math.min(turnsMax, plan.turns().size()));
    int task = turns.get(0).promptTokens() - plan.sharedTokens();
    int first = Math.min(promptMax, inherited + task);
    return new SubAgent(
        plan.withTurns(turns).withFirstPrompt(first, promptMax), Math.min(first, inherited));
  }
}
