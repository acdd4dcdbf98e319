package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.lab.Contender;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Load balancing without pauses, as Thunder does it. */
public final class Routings {

  private static final Set<Placement> STRATEGIES =
      EnumSet.complementOf(EnumSet.of(Placement.MOST_FREE, Placement.BEST_FIT));

  private Routings() {}

  /** Returns every strategy, first turn by turn, then program by program. */
  public static List<SchedulingPolicy> policies() {
    return Stream.of(false, true)
        .flatMap(sticky ->
            STRATEGIES.stream().map(strategy -> SchedulingPolicy.routed(strategy, sticky)))
        .toList();
  }

  /** Returns the same as contenders, and what goes to the backend with the most room. */
  public static List<Contender> all() {
    return Stream.concat(Stream.of(SchedulingPolicy.passThrough()), policies().stream())
        .map(policy -> Contenders.thunder(
            policy,
            "no pauses; each " + (policy.movesBetweenTurns() ? "turn" : "program") + " by "
                + policy.placement()))
        .toList();
  }
}
