package io.thunder.examples.benchmarks;

/** Something that can be measured by name. */
interface Benchmark {

  /** What it is called on the command line; the first part of its figures' names. */
  String name();

  /** What it measures, in one line. */
  String about();

  /**
   * Measures.
   *
   * @param effort how long
   * @param figures takes each figure once it is known
   * @throws Exception if it cannot be measured here
   */
  void run(Effort effort, Figures figures) throws Exception;
}
