package io.thunder;

import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.program.ProgramId;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handle on one program, which is released when the handle is closed. Thread-safe. After closing,
 * turns and {@link #own} throw {@link IllegalStateException}.
 */
public final class Program implements AutoCloseable {

  private final ThunderClient client;
  private final Turns turns;
  private final ProgramId id;
  private final AtomicBoolean closed = new AtomicBoolean();

  Program(ThunderClient client, Turns turns, ProgramId id) {
    this.client = client;
    this.turns = turns;
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
    return turns.run(open(), new Exchange.Chat(request), closed::get);
  }

  /**
   * Runs a turn without waiting, as {@link ThunderClient#chatAsync(String, ChatRequest)}.
   *
   * @param request the request
   * @return the answer to come
   */
  public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
    return turns.runAsync(open(), new Exchange.Chat(request), closed::get);
  }

  /**
   * Runs a turn whose answer is streamed, as {@link ThunderClient#stream(String, ChatRequest)}.
   *
   * @param request the request
   * @return the stream, to be closed
   */
  public ChatStream stream(ChatRequest request) {
    return turns.stream(open(), request, closed::get);
  }

  /**
   * Runs a turn in tokens and waits for its answer, as {@link ThunderClient#generate(String,
   * TokenRequest)}.
   *
   * @param request the request
   * @return the answer
   */
  public TokenResponse generate(TokenRequest request) {
    return turns.run(open(), new Exchange.Tokens(request), closed::get);
  }

  /**
   * Runs a turn in tokens without waiting, as {@link ThunderClient#generateAsync(String,
   * TokenRequest)}.
   *
   * @param request the request
   * @return the answer to come
   */
  public CompletableFuture<TokenResponse> generateAsync(TokenRequest request) {
    return turns.runAsync(open(), new Exchange.Tokens(request), closed::get);
  }

  /**
   * Hands a resource of the program's tools over: a container, a process, a working directory. It is
   * closed once, after those owned later and before those owned earlier, when the program ends for
   * whatever reason: released, expired, or the client closed.
   *
   * @param resource what to close
   */
  public void own(AutoCloseable resource) {
    Objects.requireNonNull(resource, "resource");
    open();
    client.own(id, resource, closed::get);
  }

  /** Releases the program. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      client.release(id.value());
    }
  }

  private ProgramId open() {
    if (closed.get()) {
      throw new IllegalStateException("the handle of program " + id + " is closed");
    }
    return id;
  }
}
