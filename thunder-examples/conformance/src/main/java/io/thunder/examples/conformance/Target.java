package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.tokens.TokenRequestBuilder;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server that is asked.
 *
 * @param transport how it is reached
 * @param backend where it is
 * @param model which of its models answers, or null for the only one
 */
record Target(
    OkHttpTransport transport, Backend backend, @Nullable String model) {

  ChatRequest.Builder request(String prompt, int maxTokens) {
    ChatRequest.Builder request =
        ChatRequest.builder().message(ChatMessage.user(prompt)).maxTokens(maxTokens);
    return model == null ? request : request.model(model);
  }

  ChatResponse chat(ChatRequest request) {
    return transport.chat(backend, request, new CancelSignal());
  }

  TokenResponse generate(TokenRequestBuilder request) {
    TokenRequestBuilder named = model == null ? request : request.model(model);
    return transport.generate(backend, named.build(), new CancelSignal());
  }

  ChatStream stream(ChatRequest request) {
    return transport.stream(backend, request, new CancelSignal());
  }

  /** Fails with a CompletionException if the server is down. */
  BackendReading probe() {
    return transport.probe(backend).join();
  }

  List<String> models() {
    return transport.models(backend).join();
  }
}
