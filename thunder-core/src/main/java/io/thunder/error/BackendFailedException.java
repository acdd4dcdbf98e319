package io.thunder.error;

import org.jspecify.annotations.Nullable;

/**
 * A backend took the turn and did not finish it: a 5xx or 429 status, a stream that broke, an error
 * inside a stream, an answer that is not what the protocol says. Retryable, at the price of the
 * prompt being computed again.
 */
public final class BackendFailedException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /** The HTTP status, 0 if there was none. */
  private final int status;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   * @param status the HTTP status; 200 if the failure came after the headers, 0 if there was none
   * @param cause the failure underneath, or null
   */
  public BackendFailedException(String message, int status, @Nullable Throwable cause) {
    super(message, cause, true);
    this.status = status;
  }

  /**
   * The HTTP status.
   *
   * @return the status; 200 if the failure came after the headers, 0 if there was none
   */
  public int status() {
    return status;
  }
}
