package io.thunder.examples.simulator.cli;

/** What the user asked for cannot be done; the message says why, in one line. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1;

  /** Creates one. */
  public UsageException(String message) {
    super(message);
  }
}
