package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.lab.Scenario;
import io.thunder.examples.simulator.lab.sweep.Experiment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Checks the options and makes a plan of them. */
final class Planner {

  private static final int SEEDS = 5;
  private static final int SEEDS_MAX = 10_000;
  private static final int PROGRAMS_MAX = 100_000;
  private static final int ENGINES_MAX = 1_024;
  private static final int THREADS_MAX = 1_024;
  private static final double MINUTES_MAX = 100_000;
  private static final double MINUTES_MIN = .1;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final SimulateOptions options;

  private Planner(SimulateOptions options) {
    this.options = options;
  }

  static SimulatePlan plan(SimulateOptions options) throws UsageException {
    return new Planner(options).plan();
  }

  private SimulatePlan plan() throws UsageException {
    List<Experiment> experiments = Experiment.cross(
        scenarios(),
        Catalogue.policies().pick(orElse(options.policies, "default")),
        Catalogue.conditions().pick(orElse(options.conditions, "clean")),
        seeds());
    return new SimulatePlan(
        experiments, threads(), options.json == null ? null : OutputFile.at(options.json));
  }

  private static List<String> orElse(List<String> names, String usual) {
    return names.isEmpty() ? List.of(usual) : names;
  }

  private List<Scenario> scenarios() throws UsageException {
    List<Scenario> scenarios = new ArrayList<>();
    for (Scenario scenario : Catalogue.workloads().pick(orElse(options.workloads, "paper"))) {
      scenarios.add(adapted(scenario));
    }
    return scenarios;
  }

  private Scenario adapted(Scenario scenario) throws UsageException {
    Scenario adapted = scenario;
    if (options.programs != null) {
      adapted =
          Catalogue.withPrograms(adapted, within("--programs", options.programs, 1, PROGRAMS_MAX));
    }
    if (options.engines != null) {
      adapted = adapted.withEngines(within("--engines", options.engines, 1, ENGINES_MAX));
    }
    Duration warmUp = minutes("--warmup", options.warmUp, 0, scenario.warmUp());
    Duration measured = minutes(
        "--minutes", options.minutes, MINUTES_MIN, scenario.duration().minus(scenario.warmUp()));
    return adapted.lasting(warmUp, warmUp.plus(measured));
  }

  private static Duration minutes(String name, @Nullable Double value, double min, Duration usual)
      throws UsageException {
    if (value == null) {
      return usual;
    }
    if (!(value >= min && value <= MINUTES_MAX)) {
      throw new UsageException(String.format(
          Locale.ROOT, "%s must be from %s to %,.0f, was %s", name, min, MINUTES_MAX, value));
    }
    return Duration.ofNanos(Math.round(value * NANOS_PER_MINUTE));
  }

  private List<Long> seeds() throws UsageException {
    if (options.seed.isEmpty()) {
      int count = options.seeds == null ? SEEDS : within("--seeds", options.seeds, 1, SEEDS_MAX);
      return LongStream.rangeClosed(1, count).boxed().toList();
    }
    if (options.seeds != null) {
      throw new UsageException("--seed and --seeds exclude each other");
    }
    return options.seed.stream().distinct().toList();
  }

  private int threads() throws UsageException {
    return options.threads == null
        ? Runtime.getRuntime().availableProcessors()
        : within("--threads", options.threads, 1, THREADS_MAX);
  }

  private static int within(String name, int value, int min, int max) throws UsageException {
    if (value < min || value > max) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s must be from %,d to %,d, was %,d", name, min, max, value));
    }
    return value;
  }
}
