package io.thunder.error;

/** The client was closed while the turn waited or ran, or before it was sent. Not retryable. */
public final class ClientClosedException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public ClientClosedException(String message) {
    super(message, null, false);
  }
}
