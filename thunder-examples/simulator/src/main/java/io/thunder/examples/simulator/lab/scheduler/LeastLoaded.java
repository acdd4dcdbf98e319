package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.EngineStats;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;

/**
 * Request-level scheduling: every turn goes at once to the engine with the least {@code 4 x waiting
 * + running}, as vLLM balances its own data-parallel ranks ({@code core_client.py}; versions of
 * 2026 weigh the memory in use as well), and queues there first come first served. On one engine
 * this is plain vLLM.
 */
final class LeastLoaded implements Scheduler {

  private final LabWorld world;

  LeastLoaded(LabWorld world) {
    this.world = world;
  }

  @Override
  public void arrived(LabTurn turn) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < world.engines().size(); i++) {
      EngineStats stats = world.engines().get(i).stats();
      int load = 4 * stats.waiting() + stats.running();
      if (load < least) {
        least = load;
        best = i;
      }
    }
    turn.runOn(best);
  }
}
