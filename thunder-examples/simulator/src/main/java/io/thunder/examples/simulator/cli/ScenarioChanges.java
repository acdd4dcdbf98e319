package io.thunder.examples.simulator.cli;

import io.thunder.examples.simulator.EngineKind;
import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.ScienceWorkloads;
import io.thunder.examples.simulator.Workload;
import io.thunder.examples.simulator.lab.Arrivals;
import io.thunder.examples.simulator.lab.Scenario;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the options change about scenarios. */
final class ScenarioChanges {

  private static final double MINUTES_MAX = 100_000;
  private static final double MINUTES_MIN = .1;
  private static final double NANOS_PER_MINUTE = 60e9;

  private final SimulateOptions options;

  ScenarioChanges(SimulateOptions options) {
    this.options = options;
  }

  /** Returns a scenario as the options want it. */
  Scenario apply(Scenario scenario) throws UsageException {
    Scenario changed = scenario;
    if (options.programs != null && options.trace == null) {
      changed = withPrograms(changed, options.programs());
    }
    if (options.preset != null) {
      changed = changed.withPreset(preset(options.preset));
    }
    if (options.engines != null) {
      changed = changed.withEngines(options.engines());
    }
    if (!options.engineSpeeds().isEmpty()) {
      changed = changed.withSpeeds(options.engineSpeeds());
    }
    return applyKindAndTime(changed);
  }

  /** Returns a scenario as the options want it whose programs and engines are given. */
  Scenario applyKindAndTime(Scenario scenario) throws UsageException {
    return options.engineKind == null
        ? lasting(scenario)
        : lasting(scenario).withEngineKind(kind(options.engineKind));
  }

  /** Returns the engine that a name stands for. */
  static EnginePreset preset(String name) throws UsageException {
    try {
      return EnginePreset.byName(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static EngineKind kind(String name) throws UsageException {
    List<EngineKind> kinds = Arrays.asList(EngineKind.values());
    Optional<EngineKind> found = kinds.stream()
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
    if (found.isEmpty()) {
      throw new UsageException("unknown engine kind '" + name + "', known are "
          + kinds.stream()
              .map(kind -> kind.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", ")));
    }
    return found.get();
  }

  private static Scenario withPrograms(Scenario scenario, int programs) throws UsageException {
    if (!(scenario.arrivals() instanceof Arrivals.ClosedLoop)) {
      throw new UsageException("--programs: " + scenario.name() + " has no fixed number in flight");
    }
    String family = scenario.name().replaceFirst("-\\d+$", "");
    Scenario changed =
        scenario.withArrivals(new Arrivals.ClosedLoop(programs)).named(family + "-" + programs);
    // The more environments are prepared at once, the longer each of the published ones takes.
    return ScienceWorkloads.all().stream()
        .filter(workload -> workload.name().equals(family))
        .mapToLong((Workload workload) -> workload.preparationNanos(programs))
        .mapToObj(nanos -> changed.preparing(Duration.ofNanos(nanos)))
        .findFirst()
        .orElse(changed);
  }

  private Scenario lasting(Scenario scenario) throws UsageException {
    Duration usual = scenario.duration().minus(scenario.warmUp());
    Duration warmUp = minutes("--warmup", options.warmUp, 0, scenario.warmUp());
    Duration measured = minutes("--minutes", options.minutes, MINUTES_MIN, usual);
    return scenario.arrivals() instanceof Arrivals.Batch
        ? scenario
        : scenario.lasting(warmUp, warmUp.plus(measured));
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
}
