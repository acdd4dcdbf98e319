package io.thunder.examples.simulator.lab;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A scheduler to compare, under its name.
 *
 * @param name name in tables and on the command line
 * @param source where the rules come from, for the report
 * @param factory makes the scheduler of one run
 * @param change what the contender changes about the experiment
 */
public record Contender(
    String name,
    String source,
    Function<LabWorld, Scheduler> factory,
    UnaryOperator<Scenario> change) {

  /** Creates a contender that takes the experiment as it is. */
  public Contender(String name, String source, Function<LabWorld, Scheduler> factory) {
    this(name, source, factory, UnaryOperator.identity());
  }
}
