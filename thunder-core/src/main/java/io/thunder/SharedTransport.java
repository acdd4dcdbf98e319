package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.Transport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A transport as one of several clients has it: closing it does nothing, since the others go on. A
 * client cancels its turns before it closes its transport, so nothing of it is left there.
 */
record SharedTransport(Transport transport) implements Transport {

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    return transport.chat(backend, request, cancel);
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    return transport.chatAsync(backend, request, cancel);
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    return transport.stream(backend, request, cancel);
  }

  @Override
  public TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    return transport.generate(backend, request, cancel);
  }

  @Override
  public CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    return transport.generateAsync(backend, request, cancel);
  }

  @Override
  public Optional<EngineControl> control() {
    return transport.control();
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    return transport.probe(backend);
  }

  @Override
  public void close() {}
}
