package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.EnginePreset;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A scheduler to compare, under its name.
 *
 * @param name name in tables and on the command line
 * @param source where the rules come from, for the report
 * @param factory makes the scheduler of one run
 * @param engine what the contender changes about the engines of a scenario
 */
public record Contender(
    String name,
    String source,
    Function<LabWorld, Scheduler> factory,
    UnaryOperator<EnginePreset> engine) {

  /** Creates a contender that takes the engines as they are. */
  public Contender(String name, String source, Function<LabWorld, Scheduler> factory) {
    this(name, source, factory, UnaryOperator.identity());
  }
}
