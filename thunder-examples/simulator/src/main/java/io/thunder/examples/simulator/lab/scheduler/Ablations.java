package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.lab.Contender;
import io.thunder.scheduling.PauseOrder;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.ResumeOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The default policy with one mechanism switched off, or replaced by its alternative, at a time:
 * what each of them is worth is the difference.
 */
public final class Ablations {

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final long FIXED_GROWTH = 100;

  private static final List<Contender> ALL = List.of(
      changed(
          "without-headroom",
          "programs are placed up to all of the capacity",
          policy -> policy.admitWatermark(1)),
      changed(
          "without-prediction",
          "100 tokens set aside per turn instead of a share of its predicted answer",
          policy -> policy.growthShare(0).growthReserveTokens(FIXED_GROWTH)),
      changed(
          "without-shared-prefixes",
          "what programs have in common counts once for each",
          policy -> policy.sharedPrefixes(false)),
      changed(
          "without-inherited-priority",
          "sub-agents that begin wait like programs that nobody waits for",
          policy -> policy.inheritPriority(false)),
      changed(
          "without-cache-feedback",
          "all of the capacity is used, whether caches are found or not",
          policy -> policy.cacheFeedback(false)),
      changed(
          "without-idle-grace",
          "a running tool keeps its program's cache until there is an overflow",
          policy -> policy.idleGrace(Duration.ZERO)),
      changed(
          "without-arrival-order",
          "new programs are placed by size from the start",
          policy -> policy.arrivalOrderFor(Duration.ZERO)),
      changed(
          "without-reservation",
          "room is never made for a turn that has waited for long",
          policy -> policy.reservationAfter(Duration.ZERO)),
      changed(
          "without-sticky-resume",
          "programs resume wherever there is the most room",
          policy -> policy.stickyResume(false)),
      changed(
          "without-moves",
          "programs never move to a backend that holds less",
          policy -> policy.moveGap(1)),
      changed(
          "with-most-free",
          "programs are placed where there is the most room, however slow it is",
          policy -> policy.placement(Placement.MOST_FREE)),
      changed("without-events", "pauses and resumes every 5 s only", policy -> policy.tick(TICK)),
      changed(
          "with-ageing",
          "waiting programs are placed by deadline, not by size",
          policy -> policy.resumeOrder(ResumeOrder.AGED)),
      changed(
          "with-smallest-paused",
          "the smallest programs are paused first",
          policy -> policy.pauseOrder(PauseOrder.SMALLEST_FIRST)),
      changed(
          "with-largest-paused",
          "the largest programs are paused first",
          policy -> policy.pauseOrder(PauseOrder.LARGEST_FIRST)));

  private Ablations() {}

  /** Returns all of them. */
  public static List<Contender> all() {
    return ALL;
  }

  private static Contender changed(
      String change, String source, UnaryOperator<SchedulingPolicy.Builder> apply) {
    SchedulingPolicy thunder = SchedulingPolicy.thunder();
    String name = thunder.name() + "-" + change;
    return Contenders.thunder(apply.apply(thunder.toBuilder().name(name)).build(), source);
  }
}
