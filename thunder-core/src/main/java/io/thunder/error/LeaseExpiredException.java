package io.thunder.error;

/**
 * Nothing was heard of a turn in flight for longer than the lease timeout, so it was taken for lost:
 * a lease that nobody ended, or a transport that never answered. Retryable.
 */
public final class LeaseExpiredException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   */
  public LeaseExpiredException(String message) {
    super(message, null, true);
  }
}
