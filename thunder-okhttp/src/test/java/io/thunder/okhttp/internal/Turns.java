package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import okhttp3.Headers;
import okhttp3.OkHttpClient;

/** Turns that are never sent, for tests of what becomes of them. */
final class Turns {

  static final OkHttpClient CLIENT = new OkHttpClient();
  static final Settings SETTINGS = new Settings(
      CLIENT,
      Headers.EMPTY,
      Duration.ofSeconds(10),
      Duration.ofMinutes(2),
      Duration.ofMinutes(5),
      Duration.ofSeconds(5),
      1_000);

  private static final ChatRequest REQUEST = ChatRequest.of(List.of(ChatMessage.user("hi")));
  private static final Backend BACKEND = Backend.vllm("http://localhost:8000");

  private Turns() {}

  static Turn create() {
    return create(CLIENT, () -> 0);
  }

  static Turn create(OkHttpClient client, LongSupplier nanoTime) {
    return new TurnFactory(server -> client, Headers.EMPTY, new PriorityOrders(), nanoTime)
        .create(BACKEND, REQUEST, /* streamed= */ true, new CancelSignal());
  }
}
