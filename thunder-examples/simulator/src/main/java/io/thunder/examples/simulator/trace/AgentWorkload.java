package io.thunder.examples.simulator.trace;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A built-in kind of programs. A program depends on seed and index only, so that every policy meets
 * the same ones.
 */
public interface AgentWorkload {

  /**
   * What the workload is called on the command line.
   *
   * @return the name
   */
  String name();

  /**
   * Draws one program.
   *
   * @param seed of the draws
   * @param index which program, from 0
   * @return the program
   */
  AgentProgram program(long seed, int index);

  /**
   * Draws the first programs.
   *
   * @param seed of the draws
   * @param count how many
   * @return the programs
   */
  default List<AgentProgram> programs(long seed, int count) {
    return IntStream.range(0, count).mapToObj(index -> program(seed, index)).toList();
  }

  /**
   * The built-in workloads: those drawn from quantiles of recorded programs, then those of the
   * ThunderAgent paper (arXiv:2602.13692) as the simulator models them.
   *
   * @return all, the default first
   */
  static List<AgentWorkload> all() {
    return Stream.concat(
            Stream.of(
                TableWorkload.MINI_SWE, TableWorkload.CLAUDE_CODE, TableWorkload.MINI_SWE_SMALL),
            ScienceWorkloads.all().stream().map(AgentWorkload::ofSimulator))
        .toList();
  }

  /**
   * Finds a built-in workload.
   *
   * @param name its name
   * @return the workload
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  static AgentWorkload byName(String name) {
    return all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown workload '" + name
            + "', known are "
            + all().stream().map(AgentWorkload::name).collect(Collectors.joining(", "))));
  }

  private static AgentWorkload ofSimulator(Workload workload) {
    return new AgentWorkload() {
      @Override
      public String name() {
        return workload.name();
      }

      @Override
      public AgentProgram program(long seed, int index) {
        return ofPlan(name(), workload.plan(seed, index));
      }
    };
  }

  private static AgentProgram ofPlan(String name, ProgramPlan plan) {
    List<AgentStep> steps = new ArrayList<>();
    long context = 0;
    for (Turn turn : plan.turns()) {
      double seconds = turn.toolNanos() / 1e9;
      boolean grows = turn.keptTokens() == context;
      int added = turn.promptTokens() - turn.keptTokens();
      AgentStep step = grows
          ? AgentStep.append(added, turn.outputTokens(), seconds)
          : AgentStep.reset(turn.keptTokens(), added, turn.outputTokens(), seconds);
      steps.add(step.withTool(turn.tool()));
      context = (long) turn.promptTokens() + turn.outputTokens();
    }
    return new AgentProgram(name + "-" + plan.index(), name, plan.sharedTokens(), steps);
  }
}
