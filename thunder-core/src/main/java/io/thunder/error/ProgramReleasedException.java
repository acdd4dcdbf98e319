package io.thunder.error;

/** The program was released while the turn waited or ran. Not retryable. */
public final class ProgramReleasedException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public ProgramReleasedException(String message) {
    super(message, null, false);
  }
}
