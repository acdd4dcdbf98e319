package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ContendersTest {

  private static final int PROGRAMS = 24;

  /** No scheduler may lose a turn, run one twice or stop, however scarce the memory is. */
  @ParameterizedTest
  @MethodSource("contendersAndSeeds")
  void contender_batchUnderPressure_runsEveryTurnOnceAndInOrder(Contender contender, long seed) {
    Workload workload = ScienceWorkloads.all().get((int) seed);
    Scenario batch =
        SmallRuns.batch(workload::plan, EnginePresets.GLM.withCapacityTokens(208_000), 2, PROGRAMS);

    Observed run = Observed.run(batch, contender, seed);

    assertThat(run.result().programs()).as("programs of " + contender.name()).isEqualTo(PROGRAMS);
    for (int program = 0; program < PROGRAMS; program++) {
      int turns = workload.plan(seed, program).turns().size();
      assertThat(run.answersOf(program))
          .extracting(Observed.Answer::turn)
          .containsExactlyElementsOf(IntStream.range(0, turns).boxed().toList());
    }
  }

  private static Stream<Object[]> contendersAndSeeds() {
    return Contenders.all().stream()
        .flatMap(contender -> Stream.of(1L, 4L, 5L).map(seed -> new Object[] {contender, seed}));
  }

  /** Programs that die without saying so must not keep the others out for ever. */
  @ParameterizedTest
  @MethodSource("contenders")
  void contender_programsDieSilently_servesTheOthers(Contender contender) {
    Scenario batch = SmallRuns.batch(
        (seed, index) -> new ProgramPlan(
            index,
            ProgramPlan.NO_GROUP,
            List.of(),
            List.of(new Turn(2_000, 0, 32, "tool", 0)),
            true),
        SmallRuns.preset(16_000),
        1,
        40);

    assertThat(Observed.run(batch, contender, 1).result().turns()).isEqualTo(40);
  }

  private static List<Contender> contenders() {
    return Contenders.all();
  }

  @Test
  void publishedWithHeadroom_burst_admitsUpToTheWatermark() {
    Scenario burst = SmallRuns.batch(
        SmallRuns.growing(1_000, 32, 1, Duration.ofSeconds(1)), SmallRuns.preset(16_000), 1, 30);

    // Each counts its prompt and a reserve of 100: 14 x 1,100 <= 16,000, and 13 x 1,100 <= 14,400.
    assertThat(Observed.run(burst, Contenders.PUBLISHED, 1).inFlightMax).isEqualTo(14);
    assertThat(Observed.run(burst, Contenders.PUBLISHED_WITH_HEADROOM, 1).inFlightMax)
        .isEqualTo(13);
  }

  @Test
  void all_names_areUniqueAndFound() {
    List<String> names = Contenders.all().stream().map(Contender::name).toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(Contenders.all())
        .allSatisfy(
            contender -> assertThat(Contenders.byName(contender.name())).isSameAs(contender));
    assertThatThrownBy(() -> Contenders.byName("best"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'best'")
        .hasMessageContaining("bounded-load");
  }
}
