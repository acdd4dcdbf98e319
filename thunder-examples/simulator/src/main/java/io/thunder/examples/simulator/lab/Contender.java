package io.thunder.examples.simulator.lab;

import java.util.function.Function;

/**
 * A scheduler to compare, under its name.
 *
 * @param name name in tables and on the command line
 * @param source where the rules come from, for the report
 * @param factory makes the scheduler of one run
 */
public record Contender(String name, String source, Function<LabWorld, Scheduler> factory) {}
