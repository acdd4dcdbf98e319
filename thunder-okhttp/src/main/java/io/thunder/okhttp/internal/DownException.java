package io.thunder.okhttp.internal;

import org.jspecify.annotations.Nullable;

/** A server takes no turns. */
final class DownException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says why, in words that are shown to users. */
  DownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
