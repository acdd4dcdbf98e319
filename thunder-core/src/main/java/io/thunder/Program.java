package io.thunder;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.UnknownModelException;
import io.thunder.program.ProgramId;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one program, which is released when the handle is closed: everywhere, if it is one of
 * several pools. Thread-safe. After closing, turns and {@link #own} throw {@link
 * IllegalStateException}.
 */
public final class Program implements AutoCloseable {

  private final List<ThunderClient> clients;
  private final Function<@Nullable String, Route> routes;
  private final ProgramId id;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a handle.
   *
   * @param clients where the program may be
   * @param routes says to which of them a turn for a model goes, or throws an {@link
   *     UnknownModelException}
   * @param id the program
   */
  Program(List<ThunderClient> clients, Function<@Nullable String, Route> routes, ProgramId id) {
    this.clients = clients;
    this.routes = routes;
    this.id = id;
  }

  /**
   * The program's id.
   *
   * @return the id
   */
  public ProgramId id() {
    return id;
  }

  /**
   * Runs a turn and waits for its answer, as {@link ThunderClient#chat(String, ChatRequest)}.
   *
   * @param messages the whole conversation so far
   * @return the answer
   */
  public ChatResponse chat(List<ChatMessage> messages) {
    return chat(ChatRequest.of(messages));
  }

  /**
   * Runs a turn and waits for its answer, as {@link ThunderClient#chat(String, ChatRequest)}.
   *
   * @param request the request
   * @return the answer
   */
  public ChatResponse chat(ChatRequest request) {
    return run(new Exchange.Chat(request));
  }

  /**
   * Runs a turn without waiting, as {@link ThunderClient#chatAsync(String, ChatRequest)}.
   *
   * @param request the request
   * @return the answer to come
   */
  public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
    return runAsync(new Exchange.Chat(request));
  }

  /**
   * Runs a turn whose answer is streamed, as {@link ThunderClient#stream(String, ChatRequest)}.
   *
   * @param request the request
   * @return the stream, to be closed
   */
  public ChatStream stream(ChatRequest request) {
    ProgramId program = open();
    Exchange.Chat exchange = new Exchange.Chat(request);
    Route route = routes.apply(exchange.model());
    return route.client().turns().stream(
        program, exchange.toModel(route.model()).request(), closed::get);
  }

  /**
   * Runs a turn in tokens and waits for its answer, as {@link ThunderClient#generate(String,
   * TokenRequest)}.
   *
   * @param request the request
   * @return the answer
   */
  public TokenResponse generate(TokenRequest request) {
    return run(new Exchange.Tokens(request));
  }

  /**
   * Runs a turn in tokens without waiting, as {@link ThunderClient#generateAsync(String,
   * TokenRequest)}.
   *
   * @param request the request
   * @return the answer to come
   */
  public CompletableFuture<TokenResponse> generateAsync(TokenRequest request) {
    return runAsync(new Exchange.Tokens(request));
  }

  private <A> A run(Exchange<A> exchange) {
    ProgramId program = open();
    Route route = routes.apply(exchange.model());
    return route.client().turns().run(program, exchange.toModel(route.model()), closed::get);
  }

  private <A> CompletableFuture<A> runAsync(Exchange<A> exchange) {
    ProgramId program = open();
    try {
      Route route = routes.apply(exchange.model());
      return route.client().turns().runAsync(program, exchange.toModel(route.model()), closed::get);
    } catch (UnknownModelException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Hands a resource of the program's tools over: a container, a process, a working directory. It is
   * closed once, after those owned later and before those owned earlier, when the program ends for
   * whatever reason: released, expired, or the client closed. With several pools the program begins
   * with it in each of them, and it is closed when the program has ended in all.
   *
   * @param resource what to close
   */
  public void own(AutoCloseable resource) {
    Objects.requireNonNull(resource, "resource");
    open();
    AutoCloseable shared =
        clients.size() == 1 ? resource : new SharedResource(resource, clients.size());
    clients.forEach(client -> client.own(id, shared, closed::get));
  }

  /** Releases the program. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      clients.forEach(client -> client.release(id.value()));
    }
  }

  private ProgramId open() {
    if (closed.get()) {
      throw new IllegalStateException("the handle of program " + id + " is closed");
    }
    return id;
  }
}
