package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import io.thunder.examples.simulator.lab.LabWorld;
import io.thunder.examples.simulator.lab.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Congestion control in the manner of CONCUR (arXiv:2601.22705): no model of the memory, only a
 * limit on how many programs are active on an engine, which follows the observed hit rate of the
 * prefix cache. A program stays on the engine that had the fewest programs when it came.
 */
final class CongestionControl implements Scheduler {

  private final LabWorld world;
  private final List<ActiveLimit> limits = new ArrayList<>();
  private final Map<LabProgram, Integer> homes = new HashMap<>();
  private final IdleExpiry expiry;

  CongestionControl(LabWorld world) {
    this.world = world;
    this.expiry = new IdleExpiry(world.time(), this::forget);
    for (int engine = 0; engine < world.engines().size(); engine++) {
      limits.add(new ActiveLimit(engine));
    }
  }

  @Override
  public void arrived(LabTurn turn) {
    expiry.stop(turn.program());
    ActiveLimit fewest =
        limits.stream().min(Comparator.comparingInt(ActiveLimit::programs)).orElseThrow();
    int home = homes.computeIfAbsent(turn.program(), program -> limits.indexOf(fewest));
    limits.get(home).arrived(turn);
  }

  @Override
  public void finished(LabTurn turn, RequestReport report) {
    expiry.start(turn.program());
    if (limits.get(turn.engine()).finished(turn.program(), report)) {
      world.pauses().paused(turn.engine(), turn.program().id(), 0, world.time().nanoTime());
    }
  }

  @Override
  public void released(LabProgram program) {
    expiry.stop(program);
    forget(program);
  }

  private void forget(LabProgram program) {
    Integer home = homes.remove(program);
    if (home != null) {
      limits.get(home).left(program);
    }
  }
}
