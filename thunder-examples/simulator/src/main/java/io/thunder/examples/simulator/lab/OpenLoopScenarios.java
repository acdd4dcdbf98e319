package io.thunder.examples.simulator.lab;

import static io.thunder.examples.simulator.ScienceWorkloads.OPEN_HANDS_GLM;
import static io.thunder.examples.simulator.ScienceWorkloads.SWE_GLM;

import io.thunder.examples.simulator.Workload;
import java.util.List;

/**
 * Programs that arrive whether or not there is room. The rates are relative to the most steps per
 * minute that ThunderAgent is published to sustain on one engine (arXiv:2602.13692, figure 4).
 */
final class OpenLoopScenarios {

  private static final double SWE_STEPS_PER_MINUTE = 382;
  private static final double OPEN_HANDS_STEPS_PER_MINUTE = 190;
  private static final double SECONDS_PER_MINUTE = 60;

  /** How many programs are in flight about, which says how long preparation takes. */
  private static final int PROGRAMS = 72;

  private static final int SAMPLE = 2_000;

  private OpenLoopScenarios() {}

  static List<Scenario> all() {
    return List.of(
        poisson(SWE_GLM, SWE_STEPS_PER_MINUTE, 80),
        poisson(SWE_GLM, SWE_STEPS_PER_MINUTE, 120),
        poisson(OPEN_HANDS_GLM, OPEN_HANDS_STEPS_PER_MINUTE, 80),
        poisson(OPEN_HANDS_GLM, OPEN_HANDS_STEPS_PER_MINUTE, 120));
  }

  private static Scenario poisson(Workload workload, double stepsPerMinute, int percent) {
    double perSecond =
        percent / 100.0 * stepsPerMinute / SECONDS_PER_MINUTE / workload.meanSteps(SAMPLE);
    return Scenario.closedLoop(workload, PROGRAMS)
        .withArrivals(new Arrivals.Poisson(perSecond))
        .named("poisson-" + workload.name() + "-" + percent);
  }
}
