package io.thunder.examples.fleet;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.util.concurrent.CompletableFuture;

/** Notes what is sent where on behalf of whom, and when it comes back. */
final class WatchedTransport implements Transport {

  /** Says whose turn a request is. */
  static final String PROGRAM = "X-Program";

  private final Transport transport;
  private final AttemptLog log;

  WatchedTransport(Transport transport, AttemptLog log) {
    this.transport = transport;
    this.log = log;
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    String program = request.headers().getOrDefault(PROGRAM, "");
    AttemptLog.Attempt attempt = log.sent(program, backend.id());
    return transport
        .chatAsync(backend, request, cancel)
        .whenComplete((answer, failure) -> attempt.ended(answer == null ? null : answer.usage()));
  }

  /** Refuses: agents here do not block. */
  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException("chatAsync only");
  }

  /** Refuses: agents here do not stream. */
  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException("chatAsync only");
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    return transport.probe(backend);
  }

  @Override
  public void close() {
    transport.close();
  }
}
