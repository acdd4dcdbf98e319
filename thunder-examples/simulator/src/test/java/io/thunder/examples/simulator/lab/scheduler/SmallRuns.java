package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.StepTime;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.lab.Arrivals;
import io.thunder.examples.simulator.lab.ProgramSource;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Scenarios small enough to reckon by hand: steps take 10 ms, blocks have 16 tokens. */
final class SmallRuns {

  private static final StepTime STEP = new StepTime(.01, 0, 1, 1e9, 0, 0, 0);

  private SmallRuns() {}

  static EnginePreset preset(int capacityTokens) {
    return new EnginePreset(
        "small", "small", capacityTokens, 16, 1_024, 256, capacityTokens, STEP, false);
  }

  /** Programs that append {@code growth} tokens a turn, half of them generated, and then wait. */
  static ProgramSource growing(int first, int growth, int turns, Duration tool) {
    return (seed, index) -> {
      List<Turn> planned = new ArrayList<>();
      for (int turn = 0; turn < turns; turn++) {
        int prompt = first + turn * growth;
        int kept = turn == 0 ? 0 : prompt - growth / 2;
        planned.add(new Turn(prompt, kept, growth / 2, "tool", tool.toNanos()));
      }
      return new ProgramPlan(index, List.of(), planned);
    };
  }

  /** Programs of one turn each: a prompt of 1,000 tokens, and an answer as long as given. */
  static ProgramSource single(int... outputs) {
    return (seed, index) ->
        new ProgramPlan(index, List.of(), List.of(new Turn(1_000, 0, outputs[index], "tool", 0)));
  }

  static Scenario batch(ProgramSource source, EnginePreset preset, int engines, int programs) {
    return new Scenario(
        "small",
        source,
        preset,
        engines,
        new Arrivals.Batch(programs, programs),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofHours(100));
  }
}
