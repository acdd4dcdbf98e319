package io.thunder.examples.replay;

/** The replay could not be run to its end; the message says why, in one line. */
final class ReplayFailedException extends Exception {

  private static final long serialVersionUID = 1;

  ReplayFailedException(String message) {
    super(message);
  }
}
