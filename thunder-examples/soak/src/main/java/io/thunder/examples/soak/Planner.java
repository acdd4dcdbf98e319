package io.thunder.examples.soak;

import io.thunder.examples.simulator.cli.Limits;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.fault.FaultGroup;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a plan of the command line. */
final class Planner {

  private static final int PROGRAMS_MAX = 100_000;
  private static final int BACKENDS_MAX = 64;
  private static final double SPEED_MAX = 1_000;
  private static final double MINUTES_MIN = .01;
  private static final double MINUTES_MAX = 10_000;
  private static final double MILLIS_PER_MINUTE = 60_000;

  /** Shorter runs cannot tell whether the heap grows, and should not take long. */
  private static final double RESTING_MINUTES = 2;

  private static final int RESTS = 5;
  private static final String ALL = "all";
  private static final String NONE = "none";

  private Planner() {}

  static SoakPlan plan(SoakOptions options) throws UsageException {
    Limits.within("--programs", options.programs, 1, PROGRAMS_MAX);
    Limits.within("--minutes", options.minutes, MINUTES_MIN, MINUTES_MAX);
    Limits.within("--speed", options.speed, 1, SPEED_MAX);
    Limits.within("--backends", options.backends, 1, BACKENDS_MAX);
    return new SoakPlan(
        options.programs,
        Duration.ofMillis((long) (options.minutes * MILLIS_PER_MINUTE)),
        options.minutes >= RESTING_MINUTES ? RESTS : 0,
        options.speed,
        groups(options.faults),
        options.seed,
        options.backends,
        Timings.DEFAULT,
        options.json == null ? null : OutputFile.at(options.json));
  }

  private static Set<FaultGroup> groups(List<String> labels) throws UsageException {
    if (labels.isEmpty() || labels.equals(List.of(ALL))) {
      return EnumSet.allOf(FaultGroup.class);
    }
    Set<FaultGroup> groups = EnumSet.noneOf(FaultGroup.class);
    if (!labels.equals(List.of(NONE))) {
      for (String label : labels) {
        groups.add(group(label));
      }
    }
    return groups;
  }

  private static FaultGroup group(String label) throws UsageException {
    return FaultGroup.byLabel(label)
        .orElseThrow(() -> new UsageException("unknown faults '" + label + "', known are "
            + Arrays.stream(FaultGroup.values())
                .map(FaultGroup::label)
                .collect(Collectors.joining(", "))
            + "; or all, or none"));
  }
}
