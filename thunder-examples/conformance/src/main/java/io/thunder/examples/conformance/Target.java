package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.okhttp.BackendSources;
import io.thunder.okhttp.OkHttpTransport;
import io.thunder.tokens.TokenRequestBuilder;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The server that is asked.
 *
 * @param transport how it is reached
 * @param backend where it is
 * @param model which of its models answers, or null for the only one
 * @param session under which name a router is asked, as if all were turns of one program
 */
record Target(
    OkHttpTransport transport, Backend backend, @Nullable String model, String session) {

  /** Long enough for dozens of cache blocks of any size, short enough for any context. */
  private static final int PROMPT_LINES = 150;

  /** More than anybody has. */
  private static final int RANKS_MAX = 1_024;

  ChatRequest.Builder request(String prompt, int maxTokens) {
    ChatRequest.Builder request =
        ChatRequest.builder().message(ChatMessage.user(prompt)).maxTokens(maxTokens);
    String header = backend.kind().sessionHeader();
    if (header != null) {
      request.header(header, session);
    }
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

  /** What it shows, or that it shows nothing, since it is down. */
  BackendReading reading() {
    try {
      return probe();
    } catch (CompletionException e) {
      return BackendReading.EMPTY;
    }
  }

  /** A prompt that nobody sent before: it begins with the session's name, so that no other is cached. */
  String prompt(String check) {
    StringBuilder text = new StringBuilder(session).append(' ').append(check).append('\n');
    for (int line = 1; line <= PROMPT_LINES; line++) {
      text.append("This is line ").append(line).append(".\n");
    }
    return text.toString();
  }

  /** The server itself, or the first of those behind a router, null if it lists none. */
  @Nullable
  Backend engine() {
    if (backend.kind().sessionHeader() == null) {
      return backend;
    }
    try {
      List<Backend> servers = BackendSources.router(transport, backend).backends();
      return servers.isEmpty() ? null : servers.get(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (Exception e) { // whatever a source throws, there is no server to ask
      return null;
    }
  }

  /**
   * How many data-parallel engines are behind the URL, or null if its pages do not tell: what all can
   * hold, over what the first can. 1 for what chooses among its engines itself.
   */
  @Nullable
  Integer ranks() {
    if (backend.kind() != BackendKind.VLLM && backend.kind() != BackendKind.SGLANG) {
      return 1;
    }
    Long all = probe().capacityTokens();
    Long first = transport.probe(backend.ranks(1).get(0)).join().capacityTokens();
    return all == null || first == null
        ? null
        : (Integer) (int) Math.max(1, Math.min(RANKS_MAX, Math.round((double) all / first)));
  }

  /** The same server, asked for its first data-parallel engine if it has several. */
  Target firstRank() {
    Integer ranks = ranks();
    return ranks == null || ranks == 1
        ? this
        : new Target(transport, backend.ranks(ranks).get(0), model, session);
  }

  List<String> models() {
    return transport.models(backend).join();
  }
}
