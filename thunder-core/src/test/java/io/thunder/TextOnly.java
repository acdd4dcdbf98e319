package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.util.concurrent.CompletableFuture;

/** A transport that does no more than a transport must. */
final class TextOnly implements Transport {

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    return CompletableFuture.completedFuture(BackendReading.EMPTY);
  }

  @Override
  public void close() {}
}
