package io.thunder.examples.simulator.lab.sweep;

/**
 * A run that could not be made to its end.
 *
 * @param experiment what was run
 * @param cause why not
 */
public record Failure(Experiment experiment, Throwable cause) {

  /** Returns what failed and why, in one line. */
  public String message() {
    return experiment.label() + ": " + String.valueOf(cause).replaceAll("\\s+", " ");
  }
}
