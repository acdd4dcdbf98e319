package io.thunder.examples.simulator.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Programs that fit an engine: a program ends before its first step that is longer than the engine
 * allows, and is left out if that is its first one.
 *
 * @param programs what fits
 * @param cut how many of them lost steps
 * @param leftOut how many did not fit at all
 */
public record ContextLimit(List<AgentProgram> programs, int cut, int leftOut) {

  /** Copies the programs. */
  public ContextLimit {
    programs = List.copyOf(programs);
  }

  /**
   * Fits programs to a limit.
   *
   * @param programs the programs
   * @param limitTokens most tokens of prompt and answer
   * @return what fits
   */
  public static ContextLimit apply(List<AgentProgram> programs, long limitTokens) {
    List<AgentProgram> fitting = new ArrayList<>(programs.size());
    int cut = 0;
    for (AgentProgram program : programs) {
      int steps = program.stepsWithin(limitTokens);
      if (steps == program.steps().size()) {
        fitting.add(program);
      } else if (steps > 0) {
        fitting.add(program.firstSteps(steps));
        cut++;
      }
    }
    return new ContextLimit(fitting, cut, programs.size() - fitting.size());
  }
}
