package io.thunder.examples.simulator.lab;

import static java.util.stream.Collectors.joining;

import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Workload;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every scenario of the laboratory, by name and by family. */
public final class Scenarios {

  private static final int SCALE_PROGRAMS = 10_000;
  private static final int SCALE_ENGINES = 64;

  private static final List<Scenario> ALL = Stream.of(
          underPressure(),
          withoutPressure(),
          rollouts(),
          batches(),
          adversarial(),
          List.of(promptBurst()),
          sharedPrefix(),
          openLoop(),
          List.of(scale()))
      .flatMap(List::stream)
      .toList();

  private Scenarios() {}

  /** Returns all of them, the published ones first. */
  public static List<Scenario> all() {
    return ALL;
  }

  /**
   * Returns the one with a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static Scenario byName(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown workload '" + name
            + "', known are " + ALL.stream().map(Scenario::name).collect(joining(", "))));
  }

  /** Returns the six published serving workloads with the most programs in flight. */
  public static List<Scenario> underPressure() {
    return PublishedScenarios.underPressure();
  }

  /** Returns the same workloads with the fewest. */
  public static List<Scenario> withoutPressure() {
    return PublishedScenarios.withoutPressure();
  }

  /** Returns the two published rollouts: 144 programs, two engines, three hours. */
  public static List<Scenario> rollouts() {
    return PublishedScenarios.rollouts();
  }

  /** Returns rollouts of one batch each: 288 programs in groups of 8, at most 144 in flight. */
  public static List<Scenario> batches() {
    return PublishedScenarios.batches();
  }

  /** Returns what hurts schedulers, one thing each and all together. */
  public static List<Scenario> adversarial() {
    return AdversarialScenarios.all();
  }

  /** Returns 64 programs with first prompts of all sizes, at once on a small engine. */
  public static Scenario promptBurst() {
    return AdversarialScenarios.promptBurst();
  }

  /** Returns programs that share 10, 50 and 80 per cent, groups, and the shape of dynamo#15105. */
  public static List<Scenario> sharedPrefix() {
    return SharedPrefixScenarios.all();
  }

  /** Returns Poisson arrivals at 80 and 120 per cent of what one engine sustains. */
  public static List<Scenario> openLoop() {
    return OpenLoopScenarios.all();
  }

  /** Returns 10,000 programs on 64 engines. */
  public static Scenario scale() {
    Workload workload = ScienceWorkloads.SWE_GLM;
    return Scenario.closedLoop(workload, SCALE_PROGRAMS)
        .withEngines(SCALE_ENGINES)
        .preparing(Duration.ofNanos(workload.preparationNanos(SCALE_PROGRAMS / SCALE_ENGINES)))
        .named("scale");
  }
}
