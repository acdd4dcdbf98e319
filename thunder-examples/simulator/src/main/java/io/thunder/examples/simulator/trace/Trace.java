package io.thunder.examples.simulator.trace;

import io.thunder.examples.simulator.ToolTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a trace holds.
 *
 * @param programs at least one; the times of some tools may be unknown
 * @param overlapping how many were skipped because they repeat another program
 */
public record Trace(List<AgentProgram> programs, int overlapping) {

  /** Fewer known tool times do not say how long the others took. */
  private static final int KNOWN_MIN = 100;

  /** Copies the programs. */
  public Trace {
    programs = List.copyOf(programs);
  }

  /**
   * The programs with a time for every tool.
   *
   * @param seed of the draws that replace unknown times
   * @return as many programs
   */
  public List<AgentProgram> timed(long seed) {
    Map<String, ToolTime> tools = new HashMap<>();
    return programs.stream()
        .map(program ->
            program.withToolTimes(tools.computeIfAbsent(program.source(), this::toolTime), seed))
        .toList();
  }

  /**
   * How long the tools of a source take: any of its known times, all equally likely; if fewer than
   * a hundred are known, the quantiles of recorded tools, those of Claude Code if the source starts
   * with {@code claude}, else those of mini-SWE-agent.
   */
  private ToolTime toolTime(String source) {
    double[] known = programs.stream()
        .filter(program -> program.source().equals(source))
        .flatMap(program -> program.steps().stream())
        .mapToDouble(AgentStep::toolSeconds)
        .filter(seconds -> !Double.isNaN(seconds))
        .toArray();
    if (known.length < KNOWN_MIN) {
      return source.startsWith("claude")
          ? TraceTables.CLAUDE_TOOL::draw
          : TraceTables.MINI_SWE_TOOL::draw;
    }
    return draws -> known[(int) (draws.uniform() * known.length)];
  }
}
