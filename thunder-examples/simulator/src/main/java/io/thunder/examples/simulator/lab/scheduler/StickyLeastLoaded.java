package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.VirtualEngine;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sticky least-loaded with bounded load: a program stays on the engine of its first turn, which was
 * the one with the fewest turns in flight, until that would have more than {@code (1 + slack)} times
 * the average with this turn; then it moves to the one that has the fewest now. The bound is that of
 * consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam, SODA 2018).
 */
final class StickyLeastLoaded implements Scheduler {

  private final LabWorld world;
  private final double slack;
  private final Map<LabProgram, Integer> homes = new HashMap<>();

  /** Creates the scheduler; with infinite slack programs never move. */
  StickyLeastLoaded(LabWorld world, double slack) {
    this.world = world;
    this.slack = slack;
  }

  @Override
  public void arrived(LabTurn turn) {
    int[] inFlight =
        world.engines().stream().mapToInt(StickyLeastLoaded::inFlight).toArray();
    int least = 0;
    for (int engine = 1; engine < inFlight.length; engine++) {
      if (inFlight[engine] < inFlight[least]) {
        least = engine;
      }
    }
    double average = (IntStream.of(inFlight).sum() + 1.0) / inFlight.length;
    int home = homes.getOrDefault(turn.program(), least);
    int target = inFlight[home] < Math.ceil((1 + slack) * average) ? home : least;
    homes.put(turn.program(), target);
    turn.runOn(target);
  }

  @Override
  public void released(LabProgram program) {
    homes.remove(program);
  }

  private static int inFlight(VirtualEngine engine) {
    EngineStats stats = engine.stats();
    return stats.running() + stats.waiting();
  }
}
