package io.thunder.okhttp.internal;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import java.io.IOException;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns what went wrong on the wire into what it means for the turn. What was sent and received is
 * asked of the turn, never guessed from the words of an exception.
 */
final class Failures {

  private final TurnsInFlight turns;
  private final Headers headers;

  Failures(TurnsInFlight turns, Headers headers) {
    this.turns = turns;
    this.headers = headers;
  }

  ThunderException of(Turn turn, IOException thrown) {
    IOException cause = thrown instanceof MalformedException malformed
        ? malformed.clean(headers, turn.headers())
        : thrown;
    BackendId backend = turn.backend().id();
    if (turns.isClosed()) {
      return new ClientClosedException("the transport was closed during a turn on " + backend);
    }
    if (turn.signal().isCancelled()) {
      return new TurnCancelledException("a turn on backend " + backend + " was cancelled");
    }
    if (turn.isInterrupted()) {
      return new TurnCancelledException(
          "the thread that waited for a turn on backend " + backend + " was interrupted");
    }
    if (!turn.body().sent()) {
      return new BackendUnavailableException(
          "backend " + backend + " cannot be reached" + words(turn, cause), cause);
    }
    if (turn.status() != 0) {
      return new BackendFailedException(
          "backend " + backend + " did not finish its answer" + words(turn, cause),
          turn.status(),
          cause);
    }
    if (turn.givenUp() != null) {
      return new BackendFailedException(
          "backend " + backend + " did not answer" + words(turn, cause), 0, cause);
    }
    return new BackendUnavailableException(
        "backend " + backend + " closed the connection before it answered" + words(turn, cause),
        cause);
  }

  private static String words(Turn turn, IOException cause) {
    @Nullable String words = turn.givenUp() != null ? turn.givenUp() : cause.getMessage();
    return ": " + (words == null ? cause.getClass().getSimpleName() : Excerpt.of(words));
  }
}
