package io.thunder.okhttp.internal;

import io.thunder.backend.BackendId;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what went wrong on the wire into what it means for the turn. What was sent and received is
 * asked of the turn, never guessed from the words of an exception.
 */
final class Failures {

  private final TurnsInFlight turns;
  private final Settings settings;

  Failures(TurnsInFlight turns, Settings settings) {
    this.turns = turns;
    this.settings = settings;
  }

  ThunderException of(Turn turn, IOException thrown) {
    return of(turn, thrown, turn.status() != 0);
  }

  /**
   * What went wrong with an open stream. Engines send the headers before they compute, so that a
   * connection that is lost then is lost before the answer.
   *
   * @param begun whether anything of the answer came
   */
  ThunderException ofStream(Turn turn, IOException thrown, boolean begun) {
    boolean said = thrown instanceof MalformedException || thrown instanceof TooLargeException;
    return of(turn, thrown, begun || said);
  }

  private ThunderException of(Turn turn, IOException thrown, boolean begun) {
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
    @Nullable IOException cause = clean(turn, thrown);
    String words = ": " + words(turn, cause == null ? thrown : cause);
    if (!turn.body().sent()) {
      return new BackendUnavailableException(
          "backend " + backend + " cannot be reached" + words, cause);
    }
    if (begun) {
      return new BackendFailedException(
          "backend " + backend + " did not finish its answer" + words, turn.status(), cause);
    }
    if (tookTooLong(turn, thrown)) {
      return new BackendFailedException(
          "backend " + backend + " did not answer" + words, turn.status(), cause);
    }
    return new BackendUnavailableException(
        "backend " + backend + " closed the connection before it answered" + words, cause);
  }

  /** Whether a time limit was exceeded: ours, or one of OkHttp's. */
  static boolean tookTooLong(Turn turn, IOException thrown) {
    return turn.givenUp() != null || thrown instanceof InterruptedIOException;
  }

  /** What may be seen of a cause: OkHttp quotes some of what it cannot read. */
  private @Nullable IOException clean(Turn turn, IOException thrown) {
    if (thrown instanceof MalformedException malformed) {
      return malformed.clean(settings.headers(), turn.headers());
    }
    String message = thrown.getMessage();
    return message == null || message.equals(redacted(turn, message)) ? thrown : null;
  }

  private String words(Turn turn, IOException cause) {
    String words = turn.givenUp();
    if (words != null) {
      return words;
    }
    if (cause instanceof SocketTimeoutException && turn.body().sent()) {
      return "silent for longer than " + settings.readTimeout();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : Excerpt.of(redacted(turn, message));
  }

  private String redacted(Turn turn, String text) {
    return Redactor.redact(text, settings.headers(), turn.headers());
  }
}
