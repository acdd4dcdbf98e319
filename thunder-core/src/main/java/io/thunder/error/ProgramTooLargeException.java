package io.thunder.error;

/** A turn's prompt is larger than the KV cache of every backend. Not retryable: shorten the context. */
public final class ProgramTooLargeException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public ProgramTooLargeException(String message) {
    super(message, null, false);
  }
}
