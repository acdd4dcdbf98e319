package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;

/**
 * Sticky consistent hashing: a program's turns all go, at once, to the engine that owns its id on
 * the ring, however loaded that is. With 150 points per engine, as SMG has.
 */
final class ConsistentHash implements Scheduler {

  private static final int POINTS_PER_ENGINE = 150;

  private final HashRing ring;

  ConsistentHash(LabWorld world) {
    ring = new HashRing(world.engines().size(), POINTS_PER_ENGINE);
  }

  @Override
  public void arrived(LabTurn turn) {
    turn.runOn(ring.node(turn.program().id()));
  }
}
