package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ContextLimitTest {

  @Test
  void apply_longPrograms_cutsOrLeavesThemOut() {
    AgentProgram fits = program("fits", 50);
    AgentProgram grows = program("grows", 60);
    AgentProgram large = program("large", 101);

    ContextLimit limited = ContextLimit.apply(List.of(fits, grows, large), 100);

    assertThat(limited.programs()).containsExactly(fits, grows.firstSteps(1));
    assertThat(limited.cut()).isEqualTo(1);
    assertThat(limited.leftOut()).isEqualTo(1);
  }

  private static AgentProgram program(String id, int tokens) {
    return new AgentProgram(
        id, "", 0, List.of(AgentStep.append(tokens, 0, 0), AgentStep.append(tokens - 10, 0, 0)));
  }
}
