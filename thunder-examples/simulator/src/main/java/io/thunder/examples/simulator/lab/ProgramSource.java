package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;

/** Where programs come from: a function of seed and index, so that every scheduler meets the same. */
@FunctionalInterface
public interface ProgramSource {

  /** Returns what the program with an index does; the plan carries that index. */
  ProgramPlan plan(long seed, int index);
}
