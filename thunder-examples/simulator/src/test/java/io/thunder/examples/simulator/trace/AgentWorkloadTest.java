package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AgentWorkloadTest {

  static List<AgentWorkload> all() {
    return AgentWorkload.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void program_sameSeedAndIndex_isTheSame(AgentWorkload workload) {
    assertThat(workload.program(1, 7))
        .isEqualTo(workload.program(1, 7))
        .isNotEqualTo(workload.program(2, 7))
        .isNotEqualTo(workload.program(1, 8));
  }

  @ParameterizedTest
  @MethodSource("all")
  void programs_ofAnyWorkload_haveDifferentIdsAndNoUnknownTimes(AgentWorkload workload) {
    List<AgentProgram> programs = workload.programs(1, 20);

    assertThat(programs).extracting(AgentProgram::id).doesNotHaveDuplicates();
    assertThat(programs)
        .flatExtracting(AgentProgram::steps)
        .noneMatch(step -> Double.isNaN(step.toolSeconds()));
  }

  @Test
  void miniSwe_promptsOfAllSteps_areAsLongAsRecorded() {
    double mean = AgentWorkload.byName("mini-swe").programs(1, 2_000).stream()
        .flatMapToLong(program -> Arrays.stream(program.promptTokens()))
        .average()
        .orElseThrow();

    assertThat(mean).as("the recorded mean is 16,507 tokens").isBetween(16_000.0, 19_500.0);
  }

  @Test
  void simulatorWorkload_rebuiltPrompts_keepTheirLengths() {
    ProgramPlan plan = ScienceWorkloads.TOOL_ORCHESTRA_Q8.plan(1, 3);
    long[] planned =
        plan.turns().stream().mapToLong(turn -> turn.promptTokens()).toArray();

    assertThat(AgentWorkload.byName("toolorchestra-q8").program(1, 3).promptTokens())
        .containsExactly(planned);
  }

  @Test
  void byName_unknown_listsAllNames() {
    assertThatThrownBy(() -> AgentWorkload.byName("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("mini-swe")
        .hasMessageContaining("openhands-glm");
  }
}
