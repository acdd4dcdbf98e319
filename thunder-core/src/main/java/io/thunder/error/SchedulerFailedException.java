package io.thunder.error;

/**
 * The scheduler itself broke a rule of its own while it handled the turn. A bug in Thunder: please
 * report it. Not retryable.
 */
public final class SchedulerFailedException extends ThunderException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, which and by how much
   * @param cause what broke
   */
  public SchedulerFailedException(String message, Throwable cause) {
    super(message, cause, false);
  }
}
