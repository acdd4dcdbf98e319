package io.thunder.examples.replay;

import io.thunder.examples.replay.run.RunSettings;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.trace.AgentProgram;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay that is ready to run.
 *
 * @param description what is run, in one line
 * @param notes what the user should know besides, a line each
 * @param programs what is replayed
 * @param policies what is compared, in this order
 * @param repeat how often each of them is run, in turns
 * @param settings how each policy is run
 * @param engines what they are run on
 * @param json where the results go as JSON, or null for nowhere
 * @param chart where the charts go, or null for nowhere
 */
record ReplayPlan(
    String description,
    List<String> notes,
    List<AgentProgram> programs,
    List<SchedulingPolicy> policies,
    int repeat,
    RunSettings settings,
    EngineChoice engines,
    @Nullable OutputFile json,
    @Nullable OutputFile chart) {

  ReplayPlan {
    notes = List.copyOf(notes);
    programs = List.copyOf(programs);
    policies = List.copyOf(policies);
  }
}
