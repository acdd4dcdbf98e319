package io.thunder.examples.soak;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.EnginePresets;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.soak.check.Timings;
import io.thunder.examples.soak.fault.FaultGroup;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a soak test does.
 *
 * @param programs how many are in flight
 * @param duration how long faults go on, on the machine's clock
 * @param speed how many seconds of engine time pass in a second
 * @param faults what goes wrong
 * @param seed of all draws
 * @param backends how many engines
 * @param timings how long things may take
 * @param json where the results go besides, null for nowhere
 */
record SoakPlan(
    int programs,
    Duration duration,
    double speed,
    Set<FaultGroup> faults,
    long seed,
    int backends,
    Timings timings,
    @Nullable OutputFile json) {

  /** Programs need about twice as much at a time: half of them have to wait. */
  private static final int TOKENS_PER_PROGRAM = 120;

  private static final int TOKENS_MIN = 4_096;

  /** The heap is measured so often, in runs that are long enough to tell. */
  private static final int STINTS = 5;

  private static final Duration LONG = Duration.ofMinutes(2);

  /** Whether the run is long enough to tell whether the heap grows. */
  boolean isLong() {
    return duration.compareTo(LONG) >= 0;
  }

  /** Into how many stints the time under faults is divided; after each, the heap can be measured. */
  int stints() {
    return isLong() ? STINTS : 1;
  }

  /** The same for a moment, with few programs and no faults. */
  SoakPlan rehearsal() {
    return new SoakPlan(
        REHEARSAL_PROGRAMS, REHEARSAL, speed, Set.of(), seed, backends, timings, null);
  }

  private static final int REHEARSAL_PROGRAMS = 64;
  private static final Duration REHEARSAL = Duration.ofSeconds(2);

  /** Returns the engines: small ones, so that there is not room for all programs. */
  EnginePreset engine() {
    long tokens = (long) TOKENS_PER_PROGRAM * programs / backends;
    return EnginePresets.Q8.withCapacityTokens(Math.max(TOKENS_MIN, tokens));
  }
}
