package io.thunder.examples.simulator.lab.sweep;

/** Hears how far a sweep is, on the thread that runs it. */
@FunctionalInterface
public interface SweepListener {

  /** So many runs of all have ended. */
  void progress(int done, int total);
}
