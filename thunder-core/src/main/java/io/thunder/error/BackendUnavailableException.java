package io.thunder.error;

import org.jspecify.annotations.Nullable;

/**
 * No backend could take the turn: it cannot be reached, closed the connection before its answer began,
 * or every backend is down. Retryable.
 */
public final class BackendUnavailableException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   * @param cause the failure underneath, or null
   */
  public BackendUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause, true);
  }
}
