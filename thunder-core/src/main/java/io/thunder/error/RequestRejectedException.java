package io.thunder.error;

/**
 * The engine refused the request itself: a 4xx status other than 429, such as a wrong parameter, an
 * unknown model, a missing key or a context that is too long. The engine's own message is part of
 * this one's. Not retryable: the request must change.
 */
public final class RequestRejectedException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /** The status of a route that a backend does not have. */
  public static final int NOT_FOUND = 404;

  /** The HTTP status. */
  private final int status;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much, with the engine's own words
   * @param status the HTTP status, 400 to 499
   */
  public RequestRejectedException(String message, int status) {
    super(message, null, false);
    this.status = status;
  }

  /**
   * The HTTP status.
   *
   * @return 400 to 499
   */
  public int status() {
    return status;
  }
}
