package io.thunder.error;

/** A turn waited in the pool for longer than its caller allows. Retryable: there may be room later. */
public final class AdmissionTimeoutException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public AdmissionTimeoutException(String message) {
    super(message, null, true);
  }
}
