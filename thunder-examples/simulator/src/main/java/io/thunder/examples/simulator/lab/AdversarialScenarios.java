package io.thunder.examples.simulator.lab;

import static io.thunder.examples.simulator.ScienceWorkloads.SWE_GLM;
import static io.thunder.examples.simulator.SyntheticWorkloads.HEAVY_TAIL;
import static io.thunder.examples.simulator.SyntheticWorkloads.SMALL_CACHE;

import java.time.Duration;
import java.util.List;

/** What hurts schedulers; all parameters are assumed. */
final class AdversarialScenarios {

  private static final int PROGRAMS = 96;
  private static final Scenario BASE = Scenario.closedLoop(SWE_GLM, PROGRAMS);
  private static final Duration TOOL_BARRIER = Duration.ofSeconds(15);

  private static final double GIANTS = .05;
  private static final int GIANT_FACTOR = 10;

  private static final double PARENTS = .25;
  private static final int CHILDREN = 4;
  private static final int CHILD_TURNS = 10;

  private static final double DEATHS = .1;

  private static final int BURST_PROGRAMS = 64;
  private static final int BURST_LEAST = 1_400;
  private static final int BURST_MOST = 16_000;
  private static final Duration BURST_DURATION_MAX = Duration.ofHours(12);

  private AdversarialScenarios() {}

  static List<Scenario> all() {
    ProgramSource giants = new GiantPrompts(SWE_GLM, GIANTS, GIANT_FACTOR);
    ProgramSource fanOut = fanOut(SWE_GLM::plan);
    ProgramSource mixed =
        new SilentDeaths(fanOut(new GiantPrompts(HEAVY_TAIL, GIANTS, GIANT_FACTOR)), DEATHS);
    return List.of(
        Scenario.closedLoop(HEAVY_TAIL, PROGRAMS).named("heavy-tail"),
        BASE.withToolBarrier(TOOL_BARRIER).named("tool-bursts"),
        BASE.withSource(giants).named("giant-prompts"),
        BASE.withSource(fanOut).named("fan-out"),
        BASE.withSource(new SilentDeaths(SWE_GLM::plan, DEATHS)).named("silent-deaths"),
        BASE.withSource(mixed).withToolBarrier(TOOL_BARRIER).named("adversarial-mix"));
  }

  /**
   * Returns the burst of ThunderAgent#46: 64 programs at once, their first prompts from 1,400 to
   * 16,000 tokens (there up to 8,046), on an engine with room for about a sixth of them.
   */
  static Scenario promptBurst() {
    return new Scenario(
        "prompt-burst",
        new FirstPrompts(SMALL_CACHE, BURST_LEAST, BURST_MOST),
        SMALL_CACHE.preset(),
        1,
        new Arrivals.Batch(BURST_PROGRAMS, BURST_PROGRAMS),
        Duration.ZERO,
        Duration.ZERO,
        BURST_DURATION_MAX);
  }

  private static ProgramSource fanOut(ProgramSource source) {
    return new FanOut(source, PARENTS, CHILDREN, CHILD_TURNS, SWE_GLM.promptMax());
  }
}
