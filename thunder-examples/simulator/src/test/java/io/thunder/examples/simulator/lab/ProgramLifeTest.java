package io.thunder.examples.simulator.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.SubAgent;
import io.thunder.examples.simulator.Turn;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgramLifeTest {

  private static final long SECOND = 1_000_000_000;

  private final RecordingScheduler scheduler = new RecordingScheduler();

  @Test
  void tool_withSubAgents_endsWhenTheLastOfThemHas() {
    SubAgent quick = new SubAgent(plan(turn(700, 0, 5 * SECOND)), 600);
    SubAgent slow = new SubAgent(plan(turn(800, 0, 60 * SECOND), turn(900, 810, 30 * SECOND)), 600);
    Turn fork = new Turn(590, 0, 10, "task", SECOND, List.of(quick, slow));

    RunResult result = scheduler.run(batch(plan(fork, turn(700, 600, SECOND)), 1));

    assertThat(scheduler.arrived)
        .extracting(turn -> turn.program().id())
        .containsExactly("program-0", "program-0/0", "program-0/1", "program-0/1", "program-0");
    assertThat(scheduler.released).containsExactly("program-0/0", "program-0/1", "program-0");
    assertThat(scheduler.arrived.get(4).arrivedNanos()).isGreaterThan(90 * SECOND);
    assertThat(result.programs()).isEqualTo(1);
    assertThat(result.turns()).isEqualTo(5);
  }

  @Test
  void subAgent_firstPrompt_findsTheHistoryOfItsParentInTheCache() {
    SubAgent heir = new SubAgent(plan(turn(700, 0, SECOND)), 600);
    SubAgent stranger = new SubAgent(plan(turn(700, 0, SECOND)), 0);
    Turn fork = new Turn(590, 0, 10, "task", SECOND, List.of(heir, stranger));

    scheduler.run(batch(plan(fork), 1));

    assertThat(cachedTokens("program-0/0")).isEqualTo(592); // 599 computed: 37 blocks of 16
    assertThat(cachedTokens("program-0/1")).isZero();
  }

  @Test
  void silentDeath_program_isNeverReleasedButReplaced() {
    ProgramPlan dying = plan(turn(500, 0, SECOND), turn(600, 510, SECOND)).dyingAfter(1);

    RunResult result = scheduler.run(batch(dying, 3));

    assertThat(scheduler.released).isEmpty();
    assertThat(scheduler.arrived)
        .extracting(turn -> turn.program().id())
        .containsExactly("program-0", "program-1", "program-2");
    assertThat(result.programs()).isEqualTo(3);
    assertThat(result.completion().p50()).isZero();
  }

  @Test
  void toolBarrier_toolsOfAnyLength_returnTogether() {
    Scenario scenario = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 8)
        .withToolBarrier(Duration.ofSeconds(15))
        .lasting(Duration.ZERO, Duration.ofMinutes(5));

    scheduler.run(scenario);

    List<Long> later = scheduler.arrived.stream()
        .filter(turn -> turn.planned().keptTokens() > 0)
        .map(LabTurn::arrivedNanos)
        .toList();
    assertThat(later).isNotEmpty().allMatch(nanos -> nanos % (15 * SECOND) == 0);
    assertThat(new HashSet<>(later)).hasSizeLessThan(later.size() / 2);
  }

  private int cachedTokens(String program) {
    return scheduler.finished.stream()
        .filter(finish -> finish.program().equals(program))
        .findFirst()
        .orElseThrow()
        .report()
        .cachedTokens();
  }

  private static Scenario batch(ProgramPlan plan, int programs) {
    return new Scenario(
        "batch",
        (seed, index) -> plan.withIndex(index),
        EnginePresets.GLM,
        1,
        new Arrivals.Batch(programs, 1),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofHours(1));
  }

  private static ProgramPlan plan(Turn... turns) {
    return new ProgramPlan(0, List.of(), List.of(turns));
  }

  private static Turn turn(int prompt, int kept, long toolNanos) {
    return new Turn(prompt, kept, 10, "fs", toolNanos);
  }
}
