package io.thunder.simulation;

import io.thunder.backend.TokenCounts;
import io.thunder.scheduling.PauseOrder;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.ResumeOrder;
import io.thunder.scheduling.SchedulingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a seed draws before its world begins: the client's options, the size of the world, which
 * faults strike in it and how often callers do what. Most worlds know only some of the faults, since
 * many faults at once hide what each of them alone would show.
 */
final class Plan {

  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000_000_000L;

  /** The longest that an answer takes, and that a lease is held, once faults have stopped. */
  static final long ANSWER_MAX = 4 * SECOND;

  private static final Duration RECLAIMED_SOON = Duration.ofMinutes(1);

  /** Longer than any run: a bound that a caller has switched off. */
  private static final Duration NEVER = Duration.ofDays(40_000);

  /** More than any turn can cost. */
  static final long RETRY_TOKENS_ENOUGH = TokenCounts.MAX;

  final SchedulingPolicy policy;
  final Duration probeInterval;
  final Duration admissionTimeout;
  final Duration programIdleTimeout;
  final Duration leaseTimeout;
  final Duration unavailableTimeout;
  final int waitingTurnsMax;
  final int attemptsMax;
  final long retryTokensMax;
  final long assumedCapacityTokens;
  final SimExecutor.Kind executor;
  final boolean listens;
  final boolean hasTransport;
  final boolean controls;

  /** How often a source is asked which backends there are, or null where none is: then it is told. */
  final Duration sourceInterval;

  final int backends;
  final int programs;
  final double charsPerToken;

  /** Of one hundred steps, how many are taken by callers; the others let time pass. */
  final int eagerness;

  /** Whether programs are released as soon as their turns are over, once faults have stopped. */
  final boolean leavesWhenDone;

  /** What callers do, each as often as it stands here. */
  final List<Act> acts = new ArrayList<>();

  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  Plan(Dice dice) {
    policy = policy(dice);
    probeInterval = Duration.ofMillis(dice.between(200, 6_000));
    admissionTimeout =
        dice.oneIn(4) ? Duration.ofMillis(dice.between(100, 20_000)) : orNever(dice, 3_600_000);
    programIdleTimeout =
        dice.oneIn(3) ? Duration.ofMillis(dice.between(500, 30_000)) : orNever(dice, 3_600_000);
    leaseTimeout =
        dice.oneIn(3) ? Duration.ofMillis(dice.between(500, 30_000)) : orNever(dice, 3_600_000);
    unavailableTimeout = orNever(dice, dice.between(100, 20_000));
    waitingTurnsMax = dice.oneIn(3) ? 1 + dice.below(6) : 1_000;
    attemptsMax = 1 + dice.below(4);
    assumedCapacityTokens = dice.between(500, 10_000);
    executor = dice.any(SimExecutor.Kind.values());
    listens = !dice.oneIn(4);
    hasTransport = !dice.oneIn(16);
    controls = hasTransport && !dice.oneIn(4);
    sourceInterval = dice.oneIn(4) ? Duration.ofMillis(dice.between(200, 10_000)) : null;
    backends = 1 + dice.below(4);
    programs = 2 + dice.below(13);
    charsPerToken = 2 + 4 * dice.fraction();
    eagerness = 20 + dice.below(50);
    leavesWhenDone = policy.reservationAfter().isZero() || dice.coin();
    for (Act act : Act.values()) {
      int weight = act.rare ? (dice.oneIn(4) ? 0 : 1 + dice.below(3)) : 4 * (1 + dice.below(10));
      acts.addAll(Collections.nCopies(weight, act));
    }
    retryTokensMax = dice.oneIn(4) ? dice.between(0, 20_000) : RETRY_TOKENS_ENOUGH;
    int share = dice.below(5); // of four faults, so many are known here
    for (Fault fault : Fault.values()) {
      if (dice.below(4) < share) {
        faults.add(fault);
      }
    }
  }

  /** Whether leases time out so soon that it can be waited for. */
  boolean reclaimsSoon() {
    return leaseTimeout.compareTo(RECLAIMED_SOON) <= 0;
  }

  /** The length of a text of so many tokens. */
  long charsOf(int tokens) {
    return (long) (tokens * charsPerToken);
  }

  boolean knows(Fault fault) {
    return faults.contains(fault);
  }

  private static Duration orNever(Dice dice, long millis) {
    return dice.oneIn(20) ? NEVER : Duration.ofMillis(millis);
  }

  private static SchedulingPolicy policy(Dice dice) {
    int kind = dice.below(16);
    if (kind == 0) {
      return SchedulingPolicy.passThrough();
    }
    if (kind == 3) {
      Placement strategy = dice.any(Placement.values());
      return SchedulingPolicy.routed(
          strategy == Placement.BEST_FIT ? Placement.MOST_FREE : strategy, dice.coin());
    }
    if (kind < 3) {
      SchedulingPolicy published =
          kind == 1 ? SchedulingPolicy.published() : SchedulingPolicy.publishedWithDecay();
      return published.toBuilder()
          .tick(Duration.ofMillis(dice.between(50, 5_000)))
          .reservationAfter(Duration.ofSeconds(dice.between(1, 20)))
          .build();
    }
    SchedulingPolicy.Builder builder = SchedulingPolicy.thunder().toBuilder()
        .idleGrace(dice.oneIn(3) ? Duration.ZERO : Duration.ofMillis(dice.between(100, 15_000)))
        .arrivalOrderFor(Duration.ofMillis(dice.between(0, 10_000)))
        .reservationAfter(Duration.ofMillis(dice.between(100, 20_000)));
    if (kind < 9) {
      return builder.build();
    }
    double admit = 0.5 + 0.5 * dice.fraction();
    return builder
        .name("drawn")
        .admitWatermark(admit)
        .pauseWatermark(admit + 0.2 * dice.fraction())
        .pauseOrder(dice.any(PauseOrder.values()))
        .resumeOrder(dice.any(ResumeOrder.values()))
        .placement(dice.any(Placement.values()))
        .stickyResume(dice.coin())
        .resumeIdle(dice.coin())
        .actingWeight(dice.coin() ? 1.0 : dice.fraction())
        .growthReserveTokens(dice.coin() ? 0 : 64)
        .growthShare(dice.fraction())
        .sharedPrefixes(!dice.oneIn(4))
        .cacheFeedback(dice.coin())
        .inheritPriority(dice.coin())
        .reservationAfter(
            dice.oneIn(8) ? Duration.ZERO : Duration.ofMillis(dice.between(100, 20_000)))
        .moveGap(dice.coin() ? 1 : dice.fraction())
        .build();
  }
}
