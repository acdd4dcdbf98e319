package io.thunder;

import java.util.concurrent.CompletionException;

/** What futures do to failures, undone. */
final class Failures {

  private Failures() {}

  /** The failure itself, without the wrapper that dependent stages put around it. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
