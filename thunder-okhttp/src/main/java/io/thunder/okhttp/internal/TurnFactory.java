package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.tokens.TokenRequest;
import io.thunder.transport.CancelSignal;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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

  private static final String CHAT = "/v1/chat/completions";

  private final Function<URI, OkHttpClient> clients;
  private final RequestTemplates wholes;
  private final RequestTemplates streams;
  private final Map<String, RequestTemplates> tokens;
  private final PriorityOrders priorities;
  private final LongSupplier nanoTime;

  /**
   * Sends turns with headers.
   *
   * @param clients by server
   * @param priorities which way engines count them
   */
  TurnFactory(
      Function<URI, OkHttpClient> clients,
      Headers headers,
      PriorityOrders priorities,
      LongSupplier nanoTime) {
    this.clients = clients;
    this.priorities = priorities;
    Headers whole = accepting("application/json", headers);
    this.wholes = new RequestTemplates(CHAT, whole);
    this.streams = new RequestTemplates(CHAT, accepting("text/event-stream", headers));
    this.tokens = Map.of(
        VllmTokens.PATH,
        new RequestTemplates(VllmTokens.PATH, whole),
        SglangTokens.PATH,
        new RequestTemplates(SglangTokens.PATH, whole));
    this.nanoTime = nanoTime;
  }

  /** A turn in messages. */
  Turn create(Backend backend, ChatRequest request, boolean streamed, CancelSignal cancel) {
    boolean higherFirst = request.priority() != null && priorities.isHigherFirst(backend);
    ChatBody body = new ChatBody(request, streamed, higherFirst, nanoTime);
    return turn(streamed ? streams : wholes, backend, request.headers(), body, cancel);
  }

  /** A turn in tokens. */
  Turn create(Backend backend, TokenRequest request, TokenDialect dialect, CancelSignal cancel) {
    boolean higherFirst = request.priority() != null && priorities.isHigherFirst(backend);
    TokenBody body =
        new TokenBody(request, backend.dataParallelRank(), higherFirst, dialect, nanoTime);
    RequestTemplates templates = Objects.requireNonNull(tokens.get(dialect.path()));
    return turn(templates, backend, request.headers(), body, cancel);
  }

  private Turn turn(
      RequestTemplates templates,
      Backend backend,
      Map<String, String> headers,
      TurnBody body,
      CancelSignal cancel) {
    Request.Builder http = templates.of(backend).newBuilder().post(body);
    if (backend.dataParallelRank() != null) {
      http.header(DATA_PARALLEL_RANK, backend.dataParallelRank().toString());
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      add(http, header.getKey(), header.getValue());
    }
    return new Turn(
        backend, headers, body, clients.apply(backend.uri()).newCall(http.build()), cancel);
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
