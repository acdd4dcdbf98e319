package io.thunder.examples.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunder.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.Test;

/**
 * An hour of real-sized programs through the shipping scheduler, in virtual time: GLM-4.6 on eight
 * H100, mini-SWE-agent programs, closed loop.
 */
final class PolicyTest {

  private static final long HOUR = 3_600;

  @Test
  void run_overcommitted_servesTwiceWhatPassingThroughDoes() {
    ScheduledLoop baseline = run(SchedulingPolicy.passThrough(), 96, 1);
    ScheduledLoop ours = run(SchedulingPolicy.thunder(), 96, 1);

    assertThat((double) ours.turns() / baseline.turns()).isGreaterThan(2.0);
    assertThat(ours.hitRate()).isGreaterThan(.90);
    assertThat(baseline.hitRate()).isLessThan(.50);
  }

  @Test
  void run_overcommitted_isNoSlowerThanThePublishedRules() {
    ScheduledLoop published = run(SchedulingPolicy.published(), 96, 1);
    ScheduledLoop ours = run(SchedulingPolicy.thunder(), 96, 1);

    assertThat((double) ours.turns() / published.turns()).isGreaterThan(1.0);
    assertThat(ours.pauses()).as("pauses").isLessThan(published.pauses());
    assertThat(ours.worstWaitSeconds()).as("worst wait").isLessThan(published.worstWaitSeconds());
  }

  @Test
  void run_noPressure_costsNothing() {
    ScheduledLoop baseline = run(SchedulingPolicy.passThrough(), 24, 1);
    ScheduledLoop ours = run(SchedulingPolicy.thunder(), 24, 1);

    assertThat((double) ours.turns() / baseline.turns()).isGreaterThan(.98);
    assertThat(ours.pauses()).isZero();
  }

  @Test
  void run_twoBackends_useBoth() {
    ScheduledLoop ours = run(SchedulingPolicy.thunder(), 144, 2);

    assertThat(ours.hitRate()).isGreaterThan(.90);
    assertThat(ours.client().snapshot().backends())
        .allSatisfy(backend -> assertThat(backend.programs()).isGreaterThan(30));
  }

  @Test
  void run_sameSeed_givesTheSameHour() {
    assertThat(run(SchedulingPolicy.thunder(), 96, 1).turns())
        .isEqualTo(run(SchedulingPolicy.thunder(), 96, 1).turns());
  }

  private static ScheduledLoop run(SchedulingPolicy policy, int programs, int backends) {
    ScheduledLoop loop =
        new ScheduledLoop(ScienceWorkloads.SWE_GLM, programs, backends, policy, 1).runUntil(HOUR);
    assertThat(loop.client().selfCheck()).isEmpty();
    return loop;
  }
}
