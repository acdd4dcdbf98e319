package io.thunder;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import io.thunder.program.TurnOutcome;
import java.util.concurrent.CompletionException;

/** What callers get to see of failures. */
final class Failures {

  private Failures() {}

  /** The failure itself, without the wrapper that dependent stages put around it. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** How a turn ended that failed so. */
  static TurnOutcome outcome(Throwable failure) {
    if (failure instanceof TurnCancelledException) {
      return TurnOutcome.CANCELLED;
    }
    return failure instanceof RequestRejectedException ? TurnOutcome.REJECTED : TurnOutcome.FAILED;
  }

  /** The failure as one of ours, whatever the transport has thrown. */
  static ThunderException known(BackendId backend, Throwable failure) {
    return failure instanceof ThunderException known
        ? known
        : new BackendFailedException("backend " + backend + " failed: " + failure, 0, failure);
  }
}
