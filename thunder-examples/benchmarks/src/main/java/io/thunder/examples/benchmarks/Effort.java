package io.thunder.examples.benchmarks;

/** How long to measure. */
enum Effort {
  /** For figures that are published. */
  FULL,
  /** For a look: fewer cases, fewer and shorter rounds. */
  QUICK;

  int pick(int full, int quick) {
    return this == FULL ? full : quick;
  }
}
