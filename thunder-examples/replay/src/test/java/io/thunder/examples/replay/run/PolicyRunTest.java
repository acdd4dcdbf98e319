package io.thunder.examples.replay.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.trace.AgentWorkload;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyRunTest {

  @Test
  void run_engineThatFails_endsTheRunAndSaysWhy() {
    RunSettings settings = new RunSettings(2, 60, 0, 600, 6, 0, 0);
    PolicyRun run =
        new PolicyRun(SchedulingPolicy.thunder(), settings, new StopSignal(), sample -> {});
    ProgramSupply supply = new ProgramSupply(AgentWorkload.byName("mini-swe").programs(1, 10));

    assertThatThrownBy(() -> run.run(() -> new BrokenEngines(), supply))
        .isInstanceOf(RunFailedException.class)
        .hasMessage("thunder: the engine has gone");
  }

  /** Engines that answer, but say that they do not. */
  private static final class BrokenEngines implements Engines {

    private final EmbeddedEngines engines;

    BrokenEngines() throws RunFailedException {
      engines = EmbeddedEngines.start(EnginePreset.byName("q8"), List.of(1.0), 0, 60);
    }

    @Override
    public List<Backend> backends() {
      return engines.backends();
    }

    @Override
    public double lateShare() {
      return engines.lateShare();
    }

    @Override
    public String failure() {
      return "the engine has gone";
    }

    @Override
    public void close() {
      engines.close();
    }
  }
}
