package io.thunder.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that Thunder throws for a turn that could not be served. Misuse of the API
 * throws {@link IllegalArgumentException} or {@link IllegalStateException} instead. Messages name
 * the program, the backend and the numbers; they never hold prompts or credentials.
 */
public abstract class ThunderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whether the same turn may succeed later. */
  private final boolean retryable;

  ThunderException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /**
   * Whether the same turn may succeed when it is sent again later, unchanged.
   *
   * @return true if waiting may help, false if the request or the program must change
   */
  public final boolean isRetryable() {
    return retryable;
  }
}
