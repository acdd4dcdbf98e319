package io.thunder.examples.replay.run;

import io.thunder.examples.simulator.trace.AgentProgram;
import java.util.List;

/**
 * Hands programs out for a closed loop, the same ones in the same order for every policy.
 *
 * <p>So that the loop is in its steady state from the start, the first programs begin in the middle:
 * all programs are laid end to end by steps, and cut at as many evenly spaced places as programs are
 * to be in flight. A long program is hit more often, as it would be if one looked at a running
 * system. What such a program had said before is the first prompt of its run. Programs that are
 * started later begin at their first step, in the order of the list and then again from its start.
 *
 * <p>Not thread-safe.
 */
public final class ProgramSupply {

  private final List<AgentProgram> programs;
  private int handedOut;

  /**
   * Creates a supply.
   *
   * @param programs at least one
   */
  public ProgramSupply(List<AgentProgram> programs) {
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("no programs");
    }
    this.programs = List.copyOf(programs);
  }

  /**
   * One run of a program.
   *
   * @param program what to run
   * @param firstStep the index of the step that it starts with
   * @param number number of the run, from 0; tells runs of the same program apart
   */
  public record Start(AgentProgram program, int firstStep, int number) {}

  /**
   * The next program to start, from its beginning.
   *
   * @return the start
   */
  public Start next() {
    int number = handedOut++;
    return new Start(programs.get(number % programs.size()), 0, number);
  }

  /**
   * The programs to begin with, in the middle of their lives.
   *
   * @param count how many
   * @return the starts
   */
  public List<Start> first(int count) {
    long total = programs.stream().mapToLong(program -> program.steps().size()).sum();
    Start[] starts = new Start[count];
    int index = 0;
    long before = 0;
    for (int i = 0; i < count; i++) {
      long place = total * (2L * i + 1) / (2L * count);
      while (place >= before + programs.get(index).steps().size()) {
        before += programs.get(index).steps().size();
        index++;
      }
      starts[i] = new Start(programs.get(index), (int) (place - before), handedOut++);
    }
    return List.of(starts);
  }
}
