package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.SharedPrefix;
import io.thunder.examples.simulator.Workload;
import java.util.List;

/**
 * Several attempts at each task, as in the rollouts of GRPO: the programs of a group begin with the
 * same first prompt, and differ from then on.
 *
 * @param workload what a program does
 * @param size programs per group; a group's programs follow each other
 */
record Groups(Workload workload, int size) implements ProgramSource {

  @Override
  public ProgramPlan plan(long seed, int index) {
    int group = index / size;
    ProgramPlan first = workload.plan(seed, group * size);
    int taskTokens = first.turns().get(0).promptTokens();
    ProgramPlan own = workload.plan(seed, index).withFirstPrompt(taskTokens, workload.promptMax());
    SharedPrefix system = SharedPrefix.ofAll(workload.sharedTokens());
    SharedPrefix task = new SharedPrefix(SharedPrefix.ALL + 1 + group, taskTokens);
    return new ProgramPlan(index, group, List.of(system, task), own.turns(), false);
  }
}
