package io.thunder.examples.simulator.lab.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.lab.Condition;
import io.thunder.examples.simulator.lab.Contender;
import io.thunder.examples.simulator.lab.LabRun;
import io.thunder.examples.simulator.lab.RunResult;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AblationsTest {

  private static final Scenario CROWDED = Scenario.closedLoop(ScienceWorkloads.SWE_GLM, 96)
      .lasting(Duration.ofMinutes(5), Duration.ofMinutes(15));

  private static RunResult run(Contender contender) {
    return LabRun.run(CROWDED, contender, Condition.CLEAN, 1);
  }

  @Test
  void all_names_areUniqueAndSayWhatIsChanged() {
    assertThat(Ablations.all())
        .extracting(Contender::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("thunder-with"));
  }

  @Test
  void headroom_switchedOff_pausesMore() {
    Contender without = Ablations.all().stream()
        .filter(contender -> contender.name().endsWith("headroom"))
        .findFirst()
        .orElseThrow();

    assertThat(run(without).pauses()).isGreaterThan(2 * run(Contenders.THUNDER).pauses());
  }
}
