package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.RequestReport;

/** Decides when and where each turn runs. Called on one thread, in order of virtual time. */
public interface Scheduler {

  /** A turn has arrived; the scheduler calls {@link LabTurn#runOn}, now or later, once. */
  void arrived(LabTurn turn);

  /** A turn has been answered; the program's tool runs now. */
  default void finished(LabTurn turn, RequestReport report) {}

  /** A program has ended and says so. */
  default void released(LabProgram program) {}
}
