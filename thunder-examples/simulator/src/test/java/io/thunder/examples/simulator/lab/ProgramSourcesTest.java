package io.thunder.examples.simulator.lab;

import static io.thunder.examples.simulator.ScienceWorkloads.SWE_GLM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.SharedPrefix;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.Turn;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each kind of programs is made for. */
final class ProgramSourcesTest {

  private static final int SAMPLE = 2_000;

  @Test
  void groups_members_beginWithTheSamePromptAndDifferLater() {
    ProgramSource groups = new Groups(SWE_GLM, 8);
    ProgramPlan first = groups.plan(1, 8);
    ProgramPlan last = groups.plan(1, 15);
    ProgramPlan stranger = groups.plan(1, 16);

    assertThat(last.shared()).isEqualTo(first.shared());
    assertThat(first.turns().get(0).promptTokens())
        .isEqualTo(last.turns().get(0).promptTokens())
        .isEqualTo(first.sharedTokens());
    assertThat(last.turns()).isNotEqualTo(first.turns());
    assertThat(stranger.shared().get(0)).isEqualTo(first.shared().get(0));
    assertThat(stranger.shared().get(1).key())
        .isNotEqualTo(first.shared().get(1).key());
    assertThat(first.shared()).extracting(SharedPrefix::key).doesNotHaveDuplicates();
  }

  @Test
  void giantPrompts_aFew_areTenTimesAsLongAndGrowAsBefore() {
    ProgramSource giants = new GiantPrompts(SWE_GLM, .05, 10);
    int giant = IntStream.range(0, SAMPLE)
        .filter(i -> !giants.plan(1, i).equals(SWE_GLM.plan(1, i)))
        .findFirst()
        .orElseThrow();
    List<Turn> usual = SWE_GLM.plan(1, giant).turns();
    List<Turn> turns = giants.plan(1, giant).turns();

    assertThat(share(giants, plan -> !plan.equals(SWE_GLM.plan(1, plan.index()))))
        .isCloseTo(.05, within(.015));
    assertThat(turns.get(0).promptTokens()).isEqualTo(10 * usual.get(0).promptTokens());
    assertThat(turns.get(1).promptTokens() - turns.get(1).keptTokens())
        .isEqualTo(usual.get(1).promptTokens() - usual.get(1).keptTokens());
  }

  @Test
  void silentDeaths_aTenth_areCutShortAndSayNothing() {
    ProgramSource deaths = new SilentDeaths(SWE_GLM::plan, .1);

    assertThat(share(deaths, ProgramPlan::silent)).isCloseTo(.1, within(.02));
    assertThat(plans(deaths)).allSatisfy(plan -> {
      List<Turn> whole = SWE_GLM.plan(1, plan.index()).turns();
      assertThat(plan.turns())
          .isNotEmpty()
          .isEqualTo(whole.subList(0, plan.turns().size()));
      assertThat(plan.silent() || plan.turns().size() == whole.size()).isTrue();
    });
  }

  @Test
  void fanOut_aQuarter_haveSubAgentsThatBeginWithTheirHistory() {
    ProgramSource fanOut = new FanOut(SWE_GLM::plan, .25, 4, 10, SWE_GLM.promptMax());
    List<Turn> forks = plans(fanOut).stream()
        .flatMap(plan -> plan.turns().stream())
        .filter(turn -> !turn.subAgents().isEmpty())
        .toList();

    assertThat(forks.size() / (double) SAMPLE).isCloseTo(.25, within(.03));
    assertThat(forks).allSatisfy(fork -> {
      int history = fork.promptTokens() + fork.outputTokens();
      assertThat(fork.tool()).isEqualTo("task");
      assertThat(fork.subAgents()).hasSize(4).doesNotHaveDuplicates();
      for (SubAgent child : fork.subAgents()) {
        assertThat(child.inheritedTokens()).isEqualTo(history);
        assertThat(child.plan().turns()).hasSizeBetween(1, 10);
        assertThat(child.plan().turns().get(0).promptTokens()).isGreaterThan(history);
      }
    });
  }

  @Test
  void firstPrompts_sizes_areSpreadOverTheRange() {
    ProgramSource prompts = new FirstPrompts(SWE_GLM, 1_400, 16_000);
    int[] sizes = plans(prompts).stream()
        .mapToInt(plan -> plan.turns().get(0).promptTokens())
        .sorted()
        .toArray();

    assertThat(sizes[0]).isBetween(1_400, 1_450);
    assertThat(sizes[SAMPLE / 2]).isCloseTo(4_730, within(400));
    assertThat(sizes[SAMPLE - 1]).isBetween(15_500, 16_000);
  }

  private static List<ProgramPlan> plans(ProgramSource source) {
    return IntStream.range(0, SAMPLE).mapToObj(index -> source.plan(1, index)).toList();
  }

  private static double share(ProgramSource source, Predicate<ProgramPlan> property) {
    return plans(source).stream().filter(property).count() / (double) SAMPLE;
  }
}
