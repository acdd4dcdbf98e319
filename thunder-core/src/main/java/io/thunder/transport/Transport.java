package io.thunder.transport;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.RequestRejectedException;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How turns reach engines. Implementations are thread-safe and hold no scheduling state.
 *
 * <p>Failures are {@link io.thunder.error.ThunderException}s: {@code BackendUnavailableException}
 * if the backend cannot have computed anything (refused, reset before the first byte), {@code
 * RequestRejectedException} if the request itself was refused, {@code BackendFailedException}
 * otherwise, {@code TurnCancelledException} once the signal was cancelled. They never hold prompts
 * or credentials.
 */
public interface Transport extends AutoCloseable {

  /**
   * Sends a turn and waits for its whole answer. An interrupt of the calling thread cancels the
   * turn; the interrupt status stays set and {@code TurnCancelledException} is thrown.
   *
   * @param backend where to
   * @param request what
   * @param cancel cancels the turn from another thread
   * @return the answer
   */
  ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel);

  /**
   * Sends a turn without waiting. Never throws: failures complete the future.
   *
   * @param backend where to
   * @param request what
   * @param cancel cancels the turn
   * @return the answer to come
   */
  CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel);

  /**
   * Sends a turn whose answer is streamed; returns when the first chunk is there, or the end. Until
   * then a failure is thrown here, and the turn may be sent to another backend. Engines send the
   * headers before they compute, so these do not count.
   *
   * @param backend where to
   * @param request what
   * @param cancel cancels the turn from another thread
   * @return the stream, to be closed by the caller
   */
  ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel);

  /**
   * Sends a turn in tokens and waits for its whole answer, in all else as {@link #chat}. By default
   * there is no way to.
   *
   * @param backend where to
   * @param request what
   * @param cancel cancels the turn from another thread
   * @return the answer
   * @throws RequestRejectedException if the transport, or the backend, takes no token ids
   */
  default TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    throw takesNoTokens(backend);
  }

  /**
   * Sends a turn in tokens without waiting, in all else as {@link #chatAsync}. By default there is no
   * way to.
   *
   * @param backend where to
   * @param request what
   * @param cancel cancels the turn
   * @return the answer to come
   */
  default CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    return CompletableFuture.failedFuture(takesNoTokens(backend));
  }

  private static RequestRejectedException takesNoTokens(Backend backend) {
    return new RequestRejectedException(
        "the transport to backend " + backend.id() + " takes no token ids: use chat() instead",
        RequestRejectedException.NOT_FOUND);
  }

  /**
   * What can be done to engines besides sending them turns.
   *
   * @return the controls; empty, as by default, if there are none
   */
  default Optional<EngineControl> control() {
    return Optional.empty();
  }

  /**
   * Reads a backend's health and load without waiting. Never throws: a backend that does not answer
   * completes the future with {@code BackendUnavailableException}; what it does not show is unknown
   * in the reading. A probe that is not answered within 30 seconds counts as failed.
   *
   * @param backend which
   * @return the reading to come
   */
  CompletableFuture<BackendReading> probe(Backend backend);

  /** Releases threads and connections. Turns in flight are cancelled. Idempotent. */
  @Override
  void close();
}
