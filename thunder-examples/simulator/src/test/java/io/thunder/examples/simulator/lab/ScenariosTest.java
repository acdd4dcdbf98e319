package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.SharedPrefix;
import io.thunder.examples.simulator.Turn;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenariosTest {

  private static final int SAMPLE = 300;

  @Test
  void all_names_areDistinctAndFound() {
    assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(Scenarios.all())
        .allSatisfy(scenario -> assertThat(Scenarios.byName(scenario.name())).isSameAs(scenario));
  }

  @Test
  void byName_unknown_listsAllNames() {
    assertThatThrownBy(() -> Scenarios.byName("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("openhands-qwen-24")
        .hasMessageContaining("scale");
  }

  @Test
  void all_published_haveTheConcurrencyOfTheFigures() {
    assertThat(Scenarios.underPressure())
        .extracting(Scenario::name)
        .containsExactly(
            "swe-glm-96",
            "openhands-glm-96",
            "swe-qwen-192",
            "openhands-qwen-96",
            "science-glm-120",
            "toolorchestra-q8-48");
    assertThat(Scenarios.withoutPressure())
        .extracting(Scenario::arrivals)
        .extracting(arrivals -> ((Arrivals.ClosedLoop) arrivals).programs())
        .containsExactly(24, 24, 144, 24, 48, 24);
    assertThat(Scenarios.rollouts())
        .allSatisfy(scenario -> assertThat(scenario.duration()).isEqualTo(Duration.ofHours(3)))
        .allSatisfy(scenario -> assertThat(scenario.engines()).isEqualTo(2))
        .extracting(Scenario::arrivals)
        .containsOnly(new Arrivals.ClosedLoop(144));
  }

  @Test
  void scale_programs_areTenThousandOn64Engines() {
    assertThat(Scenarios.scale().arrivals()).isEqualTo(new Arrivals.ClosedLoop(10_000));
    assertThat(Scenarios.scale().engines()).isEqualTo(64);
  }

  @ParameterizedTest
  @MethodSource("io.thunder.examples.simulator.lab.Scenarios#all")
  void plan_anyProgram_isReproducibleAndFitsTheEngine(Scenario scenario) {
    for (int i = 0; i < SAMPLE; i++) {
      ProgramPlan plan = scenario.source().plan(1, i);

      assertThat(plan).isEqualTo(scenario.source().plan(1, i));
      assertThat(plan.index()).isEqualTo(i);
      assertFits(plan, scenario.preset().maxModelLen());
    }
  }

  private static void assertFits(ProgramPlan plan, int tokensMax) {
    int before = 0;
    for (Turn turn : plan.turns()) {
      assertThat(turn.promptTokens()).isPositive();
      assertThat(turn.keptTokens()).isBetween(0, Math.min(before, turn.promptTokens()));
      assertThat(turn.promptTokens() + turn.outputTokens()).isLessThanOrEqualTo(tokensMax);
      before = turn.promptTokens() + turn.outputTokens();
      turn.subAgents().forEach(child -> assertFits(child.plan(), tokensMax));
    }
  }

  @ParameterizedTest
  @CsvSource({"10, .1", "50, .5", "80, .8"})
  void sharedPrefix_share_isThatOfTheMeanContext(int percent, double share) {
    List<ProgramPlan> plans = sample(Scenarios.byName("shared-" + percent));
    double context = plans.stream()
        .flatMap(plan -> plan.turns().stream())
        .mapToInt(turn -> turn.promptTokens() + turn.outputTokens())
        .average()
        .orElseThrow();

    assertThat(plans.get(0).sharedTokens() / context).isCloseTo(share, within(.15 * share));
  }

  @Test
  void dynamo_programs_fillThePoolAsReported() {
    Scenario scenario = Scenarios.byName("dynamo-15105");
    int prompt = sample(scenario).get(0).turns().get(0).promptTokens();

    assertThat(scenario.arrivals()).isEqualTo(new Arrivals.Batch(32, 32));
    assertThat(scenario.preset().capacityTokens() / prompt).isEqualTo(28);
  }

  @ParameterizedTest
  @CsvSource({"poisson-swe-glm-80, swe-glm, 305.6", "poisson-openhands-glm-120, openhands-glm, 228"
  })
  void openLoop_rate_isRelativeToPublishedSteps(String name, String workload, double perMinute) {
    Arrivals.Poisson arrivals = (Arrivals.Poisson) Scenarios.byName(name).arrivals();
    double steps = ScienceWorkloads.byName(workload).meanSteps(4_000);

    assertThat(60 * arrivals.perSecond() * steps).isCloseTo(perMinute, within(.03 * perMinute));
  }

  @Test
  void batches_plans_areOfGroupsOfEight() {
    List<ProgramPlan> plans = sample(Scenarios.byName("batch-swe-glm"));

    assertThat(plans.subList(0, 16))
        .extracting(ProgramPlan::group)
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(plans.get(0).shared()).first().isEqualTo(SharedPrefix.ofAll(160));
  }

  private static List<ProgramPlan> sample(Scenario scenario) {
    return IntStream.range(0, SAMPLE)
        .mapToObj(index -> scenario.source().plan(1, index))
        .toList();
  }
}
