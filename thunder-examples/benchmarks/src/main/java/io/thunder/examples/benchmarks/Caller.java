package io.thunder.examples.benchmarks;

import java.io.IOException;

/** One way of asking the loopback server. */
interface Caller {

  /** Gets ready for the next call; not measured, but for what it allocates. */
  default void prepare() {}

  /** Asks once; returns the length of the answer's text, so that nothing is left out. */
  int call() throws IOException;
}
