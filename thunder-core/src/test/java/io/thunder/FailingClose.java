package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.Transport;
import java.util.concurrent.CompletableFuture;

/** A transport that cannot be closed, and that is asked nothing else. */
record FailingClose(RuntimeException failure) implements Transport {

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new AssertionError("no turn was expected");
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new AssertionError("no turn was expected");
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    throw new AssertionError("no turn was expected");
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    throw new AssertionError("no probe was expected");
  }

  @Override
  public void close() {
    throw failure;
  }
}
