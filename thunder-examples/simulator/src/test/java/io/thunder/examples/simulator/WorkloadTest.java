package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class WorkloadTest {

  @Test
  void plan_sameSeedAndIndex_isTheSame() {
    for (Workload workload : ScienceWorkloads.all()) {
      assertThat(workload.plan(7, 3)).isEqualTo(workload.plan(7, 3));
      assertThat(workload.plan(7, 3)).isNotEqualTo(workload.plan(7, 4));
      assertThat(workload.plan(7, 3)).isNotEqualTo(workload.plan(8, 3));
    }
  }

  @Test
  void byName_unknown_listsAllNames() {
    assertThat(ScienceWorkloads.byName("swe-glm")).isSameAs(ScienceWorkloads.SWE_GLM);
    assertThatThrownBy(() -> ScienceWorkloads.byName("x")).hasMessageContaining("openhands-qwen");
  }

  @Test
  void plan_anyProgram_fitsTheEngine() {
    for (Workload workload : ScienceWorkloads.all()) {
      int longest = IntStream.range(0, 2_000)
          .mapToObj(i -> workload.plan(1, i))
          .flatMap(plan -> plan.turns().stream())
          .mapToInt(turn -> turn.promptTokens() + turn.outputTokens())
          .max()
          .orElseThrow();
      assertThat(longest).isLessThanOrEqualTo(workload.preset().maxModelLen());
    }
  }

  @Test
  void plan_manyPrograms_haveTheMeansOfTheTable() {
    Workload swe = ScienceWorkloads.SWE_GLM;

    double steps = IntStream.range(0, 4_000)
        .map(i -> swe.plan(1, i).turns().size())
        .average()
        .orElseThrow();
    double first = IntStream.range(0, 4_000)
        .map(i -> swe.plan(1, i).turns().get(0).promptTokens())
        .average()
        .orElseThrow();
    double output = IntStream.range(0, 4_000)
        .mapToObj(i -> swe.plan(1, i))
        .flatMap(plan -> plan.turns().stream())
        .mapToInt(Turn::outputTokens)
        .average()
        .orElseThrow();

    assertThat(steps).isCloseTo(54, Percentage.withPercentage(4));
    assertThat(first).isCloseTo(2_250, Percentage.withPercentage(4));
    assertThat(output).isCloseTo(240, Percentage.withPercentage(4));
  }

  @Test
  void plan_appendOnly_growsByOutputAndObservation() {
    ProgramPlan plan = ScienceWorkloads.OPEN_HANDS_GLM.plan(1, 1);

    for (int i = 1; i < plan.turns().size(); i++) {
      Turn before = plan.turns().get(i - 1);
      Turn turn = plan.turns().get(i);
      assertThat(turn.keptTokens()).isEqualTo(before.promptTokens() + before.outputTokens());
      assertThat(turn.promptTokens()).isGreaterThan(turn.keptTokens());
    }
  }

  @Test
  void plan_rebuilt_keepsAShareWithoutTheAnswers() {
    ProgramPlan plan = ScienceWorkloads.TOOL_ORCHESTRA_Q8.plan(1, 1);

    assertThat(plan.turns().get(1).keptTokens())
        .isEqualTo((int) (.7 * plan.turns().get(0).promptTokens()));
    assertThat(plan.turns().get(1).promptTokens())
        .isGreaterThan(plan.turns().get(0).promptTokens());
  }

  @Test
  void seconds_histograms_areNearThePublishedPercentiles() {
    double[] hle = sorted(ToolTimes.HLE);
    double[] sab = sorted(ToolTimes.SAB);

    assertThat(hle[hle.length / 2]).isCloseTo(5, within(1.5));
    assertThat(hle[hle.length * 99 / 100]).isBetween(60.0, 180.0);
    assertThat(sab[sab.length / 4]).isLessThan(.1);
    assertThat(sab[sab.length - 1]).isLessThanOrEqualTo(320);
  }

  @Test
  void plan_tools_areNamedAndDrawnByWeight() {
    List<String> tools = IntStream.range(0, 200)
        .mapToObj(i -> ScienceWorkloads.SWE_GLM.plan(1, i))
        .flatMap(plan -> plan.turns().stream())
        .map(Turn::tool)
        .toList();

    assertThat(tools).containsOnly("fs", "test");
    assertThat(tools.stream().filter("test"::equals).count() / (double) tools.size())
        .isCloseTo(.14, within(.02));
  }

  @Test
  void pareto_draws_haveTheMedianAndTheTailOfTheDistribution() {
    double[] seconds = sorted(Choice.of(1, new Tool("", ToolTime.pareto(.5, 1.05, 1_800))));

    assertThat(seconds[0]).isCloseTo(.5, within(.001));
    assertThat(seconds[seconds.length / 2]).isCloseTo(.5 * Math.pow(2, 1 / 1.05), within(.05));
    assertThat(Arrays.stream(seconds).filter(value -> value > 60).count())
        .isBetween(seconds.length / 200L, seconds.length / 120L);
    assertThat(seconds[seconds.length - 1]).isLessThanOrEqualTo(1_800);
  }

  @Test
  void preparationNanos_betweenTheGrid_isInterpolated() {
    Workload openHands = ScienceWorkloads.OPEN_HANDS_GLM;

    assertThat(openHands.preparationNanos(24) / 1e9).isCloseTo(29.9, within(1e-6));
    assertThat(openHands.preparationNanos(84) / 1e9).isCloseTo(42.8, within(1e-6));
    assertThat(openHands.preparationNanos(1) / 1e9).isCloseTo(29.9, within(1e-6));
    assertThat(openHands.preparationNanos(120) / 1e9).isCloseTo(56.0, within(1e-6));
  }

  private static double[] sorted(Choice<Tool> tools) {
    Draws draws = new Draws(1, 1);
    return IntStream.range(0, 20_000)
        .mapToDouble(i -> tools.draw(draws).time().seconds(draws))
        .sorted()
        .toArray();
  }
}
