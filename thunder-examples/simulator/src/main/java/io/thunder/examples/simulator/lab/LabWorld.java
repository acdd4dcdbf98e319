package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.VirtualEngine;
import io.thunder.examples.simulator.VirtualTime;
import java.util.List;

/**
 * What a scheduler finds: the clock, the engines, and what it is told of them.
 *
 * @param time the clock
 * @param engines the engines
 * @param scenario the experiment
 * @param condition what is told wrongly
 * @param pauses where schedulers that pause report it
 */
public record LabWorld(
    VirtualTime time,
    List<VirtualEngine> engines,
    Scenario scenario,
    Condition condition,
    PauseLog pauses) {

  /** Returns what the scheduler believes an engine to hold, in tokens. */
  public long capacityTokens() {
    return Math.round(scenario.preset().capacityTokens() * condition.capacityFactor());
  }
}
