package io.thunder.examples.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AgentProgramTest {

  private static AgentProgram program(AgentStep... steps) {
    return new AgentProgram("a", "", 0, List.of(steps));
  }

  @Test
  void promptTokens_growingContext_addsAnswerAndNewTokens() {
    AgentProgram program = program(
        AgentStep.append(1_000, 50, 1), AgentStep.append(200, 30, 1), AgentStep.append(0, 10, 1));

    assertThat(program.promptTokens()).containsExactly(1_000, 1_250, 1_280);
  }

  @Test
  void promptTokens_reset_isKeptPrefixAndNewTokens() {
    AgentProgram program = program(
        AgentStep.append(1_000, 50, 1),
        AgentStep.reset(600, 300, 20, 1),
        AgentStep.append(10, 5, 1));

    assertThat(program.promptTokens()).containsExactly(1_000, 900, 930);
  }

  @Test
  void promptTokens_resetInFirstStep_isNewTokensOnly() {
    AgentProgram program = program(AgentStep.reset(5_000, 700, 20, 1), AgentStep.append(1, 1, 1));

    assertThat(program.promptTokens()).containsExactly(700, 721);
  }

  @Test
  void promptTokens_resetKeepingMoreThanThereIs_keepsAllThereIs() {
    AgentProgram program = program(AgentStep.append(100, 10, 1), AgentStep.reset(9_999, 5, 20, 1));

    assertThat(program.promptTokens()).containsExactly(100, 115);
  }

  @Test
  void stepsWithin_limit_countsPromptAndAnswer() {
    AgentProgram program = program(
        AgentStep.append(100, 10, 1), AgentStep.append(40, 10, 1), AgentStep.reset(0, 1, 1, 1));

    assertThat(program.stepsWithin(109)).isZero();
    assertThat(program.stepsWithin(110)).isEqualTo(1);
    assertThat(program.stepsWithin(159)).isEqualTo(1);
    assertThat(program.stepsWithin(160)).as("later steps may fit again").isEqualTo(3);
  }

  @Test
  void withToolTimes_unknownTimes_drawsThemButForTheLastStep() {
    AgentProgram program = program(
        AgentStep.append(1, 1, Double.NaN),
        AgentStep.append(1, 1, 7),
        AgentStep.append(1, 1, Double.NaN));
    QuantileTable table = QuantileTable.seconds(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2);

    assertThat(program.withToolTimes(table::draw, 1).steps())
        .extracting(AgentStep::toolSeconds)
        .satisfiesExactly(
            first -> assertThat(first).isCloseTo(2, offset(1e-9)),
            second -> assertThat(second).isEqualTo(7),
            last -> assertThat(last).isZero());
  }

  @Test
  void withToolTimes_sameSeed_drawsTheSame() {
    AgentProgram program =
        program(AgentStep.append(1, 1, Double.NaN), AgentStep.append(1, 1, Double.NaN));

    assertThat(program.withToolTimes(TraceTables.CLAUDE_TOOL::draw, 3))
        .isEqualTo(program.withToolTimes(TraceTables.CLAUDE_TOOL::draw, 3))
        .isNotEqualTo(program.withToolTimes(TraceTables.CLAUDE_TOOL::draw, 4));
  }

  @Test
  void newProgram_withoutSteps_isRefused() {
    assertThatThrownBy(AgentProgramTest::program).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void newStep_negativeTokens_isRefused() {
    assertThatThrownBy(() -> AgentStep.append(-1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
