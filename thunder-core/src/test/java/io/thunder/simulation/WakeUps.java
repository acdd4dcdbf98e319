package io.thunder.simulation;

import io.thunder.ThunderSnapshot;
import io.thunder.scheduling.SchedulingPolicy;

/**
 * Looks for wake-ups that were lost: who frees something hands it on at once. The next tick would
 * make good for it, and so hide it. Therefore the client is made to tick twice at the same time, and
 * something happens in between: the second tick finds nothing to do.
 */
final class WakeUps {

  private final World world;

  /** When the first tick was, on both clocks. */
  private long tickedAt;

  private long tickedShown;

  WakeUps(World world) {
    this.world = world;
  }

  /** Whether only time itself, and no turn that begins to wait, gives a tick something to do. */
  boolean canBeFound() {
    SchedulingPolicy policy = world.plan.policy;
    return policy.isEventDriven() && policy.idleGrace().isZero() && !world.closed;
  }

  void tick() {
    tickedAt = world.time.now();
    tickedShown = world.time.nanoTime();
    world.time.tickNow();
  }

  /** Ticks again, unless time has passed. */
  void check() {
    if (world.closed || world.time.now() != tickedAt || world.time.nanoTime() != tickedShown) {
      return;
    }
    ThunderSnapshot before = world.client.snapshot();
    world.time.tickNow();
    ThunderSnapshot after = world.client.snapshot();
    if (before.waitingTurns() != after.waitingTurns() || placed(before) != placed(after)) {
      throw world.failure("a tick was needed, though no time has passed: " + before.waitingTurns()
          + " turns wait and " + placed(before) + " programs are placed before it, "
          + after.waitingTurns() + " and " + placed(after) + " after it");
    }
  }

  private static int placed(ThunderSnapshot seen) {
    int programs = 0;
    for (ThunderSnapshot.BackendState backend : seen.backends()) {
      programs += backend.programs();
    }
    return programs;
  }
}
