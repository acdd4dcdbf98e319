package io.thunder;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.error.ThunderException;
import java.util.concurrent.CompletionException;

/** What callers get to see of failures. */
final class Failures {

  private Failures() {}

  /** The failure itself, without the wrapper that dependent stages put around it. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The failure as one of ours, whatever the transport has thrown. */
  static ThunderException known(BackendId backend, Throwable failure) {
    return failure instanceof ThunderException known
        ? known
        : new BackendFailedException("backend " + backend + " failed: " + failure, 0, failure);
  }
}
