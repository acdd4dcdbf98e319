package io.thunder.examples.replay;

/**
 * What is replayed unless the user says otherwise.
 *
 * @param workload built-in programs
 * @param programs how many are in flight
 * @param fillMinutes how long a run goes on before it is measured
 * @param minutes how long it is measured
 */
record RunDefaults(String workload, int programs, double fillMinutes, double minutes) {

  /** For engines of a size that people use. */
  static final RunDefaults LARGE = new RunDefaults("mini-swe", 96, 2, 8);

  /** For engines of this machine, twice as many programs as they have slots. */
  static RunDefaults small(int slots) {
    return new RunDefaults("mini-swe-small", 2 * slots, 1.5, 2);
  }
}
