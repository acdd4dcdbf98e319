package io.thunder.examples.fleet;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.examples.simulator.trace.AgentWorkload;
import java.util.List;
import java.util.function.Supplier;

/** What names on the command line stand for. */
final class Names {

  /** Drawn once, and handed out again and again. */
  private static final int DISTINCT_PROGRAMS = 2_000;

  private Names() {}

  static EnginePreset preset(String name) throws UsageException {
    return known(() -> EnginePreset.byName(name));
  }

  /** Returns programs of a workload that end after so many steps at the latest. */
  static List<AgentProgram> programs(String workload, long seed, int steps) throws UsageException {
    return known(() -> AgentWorkload.byName(workload)).programs(seed, DISTINCT_PROGRAMS).stream()
        .map(program -> program.firstSteps(Math.min(steps, program.steps().size())))
        .toList();
  }

  private static <T> T known(Supplier<T> byName) throws UsageException {
    try {
      return byName.get();
    } catch (IllegalArgumentException unknown) {
      throw new UsageException(String.valueOf(unknown.getMessage()));
    }
  }
}
