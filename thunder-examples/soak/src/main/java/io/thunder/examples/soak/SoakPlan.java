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
 * @param rests how often everything rests meanwhile, so that the heap can be measured
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
    int rests,
    double speed,
    Set<FaultGroup> faults,
    long seed,
    int backends,
    Timings timings,
    @Nullable OutputFile json) {

  /** Programs need about twice as much at a time: half of them have to wait. */
  private static final int TOKENS_PER_PROGRAM = 120;

  private static final int TOKENS_MIN = 4_096;

  /** Returns how long faults go on at a stretch: until a rest, or until the end. */
  Duration stint() {
    return duration.dividedBy(stints());
  }

  int stints() {
    return Math.max(1, rests);
  }

  /** The same for a moment, with few programs and no faults. */
  SoakPlan rehearsal() {
    return new SoakPlan(
        REHEARSAL_PROGRAMS, REHEARSAL, 0, speed, Set.of(), seed, backends, timings, null);
  }

  private static final int REHEARSAL_PROGRAMS = 64;
  private static final Duration REHEARSAL = Duration.ofSeconds(2);

  /** Returns the engines: small ones, so that there is not room for all programs. */
  EnginePreset engine() {
    long tokens = (long) TOKENS_PER_PROGRAM * programs / backends;
    return EnginePresets.Q8.withCapacityTokens(Math.max(TOKENS_MIN, tokens));
  }
}
