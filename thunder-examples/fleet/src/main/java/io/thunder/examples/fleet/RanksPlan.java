package io.thunder.examples.fleet;

import io.thunder.examples.simulator.EnginePreset;
import io.thunder.examples.simulator.trace.AgentProgram;
import java.util.List;

/**
 * What runs on data-parallel ranks, and on servers of their own.
 *
 * @param preset each engine
 * @param ranks how many
 * @param programs how many are in flight
 * @param total how many there are in all
 * @param supply the programs, handed out from the first
 * @param speed how many seconds of engine time pass in a second
 * @param seed of the programs' texts
 */
record RanksPlan(
    EnginePreset preset,
    int ranks,
    int programs,
    int total,
    List<AgentProgram> supply,
    double speed,
    long seed) {

  RanksPlan {
    supply = List.copyOf(supply);
  }
}
