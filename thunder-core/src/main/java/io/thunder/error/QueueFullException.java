package io.thunder.error;

/** The pool already holds as many waiting turns as its bound allows. Retryable. */
public final class QueueFullException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public QueueFullException(String message) {
    super(message, null, true);
  }
}
