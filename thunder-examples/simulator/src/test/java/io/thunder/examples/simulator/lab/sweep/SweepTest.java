package io.thunder.examples.simulator.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.scheduler.Contenders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweepTest {

  private static final Scenario SHORT = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 24)
      .lasting(Duration.ofMinutes(1), Duration.ofMinutes(3));

  private static final Contender BROKEN = new Contender("broken", "", world -> {
    throw new IllegalStateException("no\nidea");
  });

  private static List<Experiment> experiments(Contender... contenders) {
    return Experiment.cross(
        List.of(SHORT), List.of(contenders), List.of(Condition.CLEAN), List.of(1L, 2L, 3L));
  }

  private static SweepResult run(List<Experiment> experiments, int threads) {
    return Sweep.run(experiments, threads, (done, total) -> {}, () -> false);
  }

  @Test
  void run_moreThreads_givesTheSame() {
    List<Experiment> experiments = experiments(Contenders.VLLM, Contenders.THUNDER);

    assertThat(run(experiments, 3).outcomes()).isEqualTo(run(experiments, 1).outcomes());
  }

  @Test
  void run_anotherOrder_givesTheSameRuns() {
    List<Experiment> experiments = experiments(Contenders.VLLM, Contenders.THUNDER);
    List<Experiment> reversed = new ArrayList<>(experiments);
    Collections.reverse(reversed);

    assertThat(run(reversed, 2).outcomes())
        .containsExactlyInAnyOrderElementsOf(run(experiments, 2).outcomes());
  }

  @Test
  void run_oneThatFails_namesItAndMakesTheOthers() {
    SweepResult result = run(experiments(BROKEN, Contenders.VLLM), 2);

    assertThat(result.outcomes()).hasSize(3);
    assertThat(result.isPartial()).isFalse();
    assertThat(result.failures())
        .extracting(Failure::message)
        .contains("workload swe-glm-24, policy broken, condition clean, seed 2:"
            + " java.lang.IllegalStateException: no idea");
  }

  @Test
  void run_stopped_keepsWhatIsDone() {
    List<Integer> done = new ArrayList<>();
    SweepResult result = Sweep.run(
        experiments(Contenders.VLLM), 1, (count, total) -> done.add(count), () -> !done.isEmpty());

    assertThat(result.outcomes()).hasSize(1);
    assertThat(result.isPartial()).isTrue();
    assertThat(result.outcomes().get(0).seed()).isEqualTo(1);
  }
}
