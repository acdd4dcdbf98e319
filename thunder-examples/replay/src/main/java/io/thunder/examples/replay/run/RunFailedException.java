package io.thunder.examples.replay.run;

/** A run that cannot go on, with the reason in one line. */
public final class RunFailedException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param reason what went wrong
   */
  public RunFailedException(String reason) {
    super(reason);
  }
}
