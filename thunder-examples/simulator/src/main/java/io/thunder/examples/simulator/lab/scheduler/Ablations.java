package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.lab.Contender;
import io.thunder.scheduling.PauseOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The default policy with one mechanism switched off or replaced at a time: what each of them is
 * worth is the difference.
 */
public final class Ablations {

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final long FIXED_GROWTH = 100;

  private static final List<Contender> ALL = List.of(
      without("headroom", "admits up to all of the capacity", policy -> policy.admitWatermark(1)),
      without(
          "prediction",
          "sets 100 tokens aside per turn instead of its predicted growth",
          policy -> policy.growthReserveTokens(FIXED_GROWTH)),
      without("ageing", "no handicaps in the waiting pool", policy -> policy.ageing(Duration.ZERO)),
      without(
          "reservation",
          "never makes room for a turn that has waited for long",
          policy -> policy.reservationAfter(Duration.ZERO)),
      without(
          "largest-first",
          "pauses the smallest programs first",
          policy -> policy.pauseOrder(PauseOrder.SMALLEST_FIRST)),
      without(
          "largest-but-longest-idle-first",
          "pauses the programs first whose tools have run for the longest time",
          policy -> policy.pauseOrder(PauseOrder.LONGEST_IDLE_FIRST)),
      without(
          "sticky-resume",
          "resumes wherever there is the most room",
          policy -> policy.stickyResume(false)),
      without("events", "pauses and resumes every 5 s only", policy -> policy.tick(TICK)));

  private Ablations() {}

  /** Returns all of them. */
  public static List<Contender> all() {
    return ALL;
  }

  private static Contender without(
      String mechanism, String source, UnaryOperator<SchedulingPolicy.Builder> change) {
    SchedulingPolicy thunder = SchedulingPolicy.thunder();
    String name = thunder.name() + "-without-" + mechanism;
    SchedulingPolicy policy = change.apply(thunder.toBuilder().name(name)).build();
    return Contenders.thunder(policy, source);
  }
}
