package io.thunder.error;

/** The turn was cancelled by its caller: an interrupt, a cancelled future, a closed stream. */
public final class TurnCancelledException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public TurnCancelledException(String message) {
    super(message, null, false);
  }
}
