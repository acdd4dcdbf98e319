package io.thunder.examples.fleet;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.trace.AgentProgram;
import java.util.List;

/**
 * What is done to the engines, and under which load. Times are engine time.
 *
 * @param preset the engines
 * @param engines how many
 * @param programs how many are in flight
 * @param supply the programs, handed out from the first
 * @param speed how many seconds of engine time pass in a second
 * @param fillSeconds until an engine is killed
 * @param downSeconds how long it is dead
 * @param watchSeconds how long new programs come after its return
 * @param seed of the programs' texts
 */
record FailoverPlan(
    EnginePreset preset,
    int engines,
    int programs,
    List<AgentProgram> supply,
    double speed,
    double fillSeconds,
    double downSeconds,
    double watchSeconds,
    long seed) {

  FailoverPlan {
    supply = List.copyOf(supply);
  }
}
