package io.thunder.error;

import java.time.Duration;
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

  /** For how long the backend asked to be left alone, null if it did not. */
  private final @Nullable Duration retryAfter;

  /**
   * Creates the exception of a backend that did not say when to ask it again.
   *
   * @param message what, which and by how much
   * @param status the HTTP status; 200 if the failure came after the headers, 0 if there was none
   * @param cause the failure underneath, or null
   */
  public BackendFailedException(String message, int status, @Nullable Throwable cause) {
    this(message, status, null, cause);
  }

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   * @param status the HTTP status; 200 if the failure came after the headers, 0 if there was none
   * @param retryAfter for how long the backend asked to be left alone, or null if it did not
   * @param cause the failure underneath, or null
   */
  public BackendFailedException(
      String message, int status, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause, true);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /**
   * The HTTP status.
   *
   * @return the status; 200 if the failure came after the headers, 0 if there was none
   */
  public int status() {
    return status;
  }

  /**
   * For how long the backend asked to be left alone, by a {@code Retry-After} header. A client sends
   * it no turn before that, or for a minute if that is shorter.
   *
   * @return the time from the failure on, or null if it did not say
   */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
