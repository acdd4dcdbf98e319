package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.transport.CancelSignal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Makes the call of a turn. */
final class TurnFactory {

  /**
   * Headers that belong to the connection or to the framing of the body, and so to OkHttp. A
   * gateway that passes its caller's headers on would break compression and pooling with them.
   */
  private static final Set<String> OWN_HEADERS =
      Set.of("accept-encoding", "connection", "content-length", "transfer-encoding");

  /** Picks the engine in vLLM (since October 2025) and in SGLang (since 0.5.10). */
  private static final String DATA_PARALLEL_RANK = "X-data-parallel-rank";

  private final OkHttpClient client;
  private final RequestTemplates wholes;
  private final RequestTemplates streams;
  private final LongSupplier nanoTime;

  TurnFactory(OkHttpClient client, Headers headers, LongSupplier nanoTime) {
    this.client = client;
    this.wholes = new RequestTemplates(accepting("application/json", headers));
    this.streams = new RequestTemplates(accepting("text/event-stream", headers));
    this.nanoTime = nanoTime;
  }

  Turn create(Backend backend, ChatRequest request, boolean streamed, CancelSignal cancel) {
    ChatBody body = new ChatBody(request, streamed, nanoTime);
    Request template = (streamed ? streams : wholes).of(backend);
    Request.Builder http = template.newBuilder().post(body);
    if (backend.dataParallelRank() != null) {
      http.header(DATA_PARALLEL_RANK, backend.dataParallelRank().toString());
    }
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      add(http, header.getKey(), header.getValue());
    }
    return new Turn(backend, request, body, client.newCall(http.build()), cancel);
  }

  private static void add(Request.Builder http, String name, String value) {
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      return;
    }
    try {
      http.header(name, value);
    } catch (IllegalArgumentException e) {
      // OkHttp's message quotes the value. Its cause is left out for the same reason.
      throw new IllegalArgumentException("not a valid HTTP header: '" + name + "'");
    }
  }

  private static Headers accepting(String type, Headers headers) {
    return headers.get("Accept") == null
        ? headers.newBuilder().add("Accept", type).build()
        : headers;
  }
}
