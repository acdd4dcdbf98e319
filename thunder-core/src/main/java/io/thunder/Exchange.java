package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.Usage;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ProgramId;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.Transport;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a turn asks of an engine, in one of the languages that engines speak: how much it needs, how it
 * is sent, and what its answer counts. All else is the same for all of them.
 *
 * @param <A> what the engine answers
 */
sealed interface Exchange<A> {

  /** The model that is asked for, or null for an engine's only one. */
  @Nullable
  String model();

  /** The same of a model, if one is given. */
  Exchange<A> toModel(@Nullable String model);

  /** A ticket of a turn that asks this. */
  TurnTicket ticket(long id, ProgramId program);

  /** Sends it where its turn was admitted to, and waits. */
  A send(Transport port, Backend backend, TurnTicket turn);

  /** Sends it without waiting. */
  CompletableFuture<A> sendAsync(Transport port, Backend backend, TurnTicket turn);

  /** What the engine counted. */
  @Nullable
  Usage usage(A answer);

  /** Messages, and a message. */
  record Chat(ChatRequest request) implements Exchange<ChatResponse> {

    public Chat {
      Objects.requireNonNull(request, "request");
    }

    @Override
    public @Nullable String model() {
      return request.model();
    }

    @Override
    public Chat toModel(@Nullable String model) {
      return model == null || model.equals(request.model())
          ? this
          : new Chat(request.toBuilder().model(model).build());
    }

    @Override
    public TurnTicket ticket(long id, ProgramId program) {
      return new TurnTicket(
          id,
          program,
          request.model() == null ? "" : request.model(),
          request.promptChars(),
          0,
          request.maxTokens(),
          request.promptPrefixes(),
          request.parent());
    }

    @Override
    public ChatResponse send(Transport port, Backend backend, TurnTicket turn) {
      return port.chat(
          backend, SessionHeader.onto(request, backend, turn.programId()), turn.cancel());
    }

    @Override
    public CompletableFuture<ChatResponse> sendAsync(
        Transport port, Backend backend, TurnTicket turn) {
      return port.chatAsync(
          backend, SessionHeader.onto(request, backend, turn.programId()), turn.cancel());
    }

    @Override
    public @Nullable Usage usage(ChatResponse answer) {
      return answer.usage();
    }
  }

  /** Tokens, and tokens. The prompt is as long as it is: nothing is estimated. */
  record Tokens(TokenRequest request) implements Exchange<TokenResponse> {

    public Tokens {
      Objects.requireNonNull(request, "request");
    }

    @Override
    public @Nullable String model() {
      return request.model();
    }

    @Override
    public Tokens toModel(@Nullable String model) {
      return model == null || model.equals(request.model())
          ? this
          : new Tokens(request.withModel(model));
    }

    @Override
    public TurnTicket ticket(long id, ProgramId program) {
      return new TurnDemand(
              request.prompt().size(),
              /* promptChars= */ 0,
              request.sampling().maxTokens(),
              request.model() == null ? "" : request.model(),
              request.prefixes(),
              request.parent())
          .ticket(id, program);
    }

    @Override
    public TokenResponse send(Transport port, Backend backend, TurnTicket turn) {
      return port.generate(
          backend, SessionHeader.onto(request, backend, turn.programId()), turn.cancel());
    }

    @Override
    public CompletableFuture<TokenResponse> sendAsync(
        Transport port, Backend backend, TurnTicket turn) {
      return port.generateAsync(
          backend, SessionHeader.onto(request, backend, turn.programId()), turn.cancel());
    }

    @Override
    public Usage usage(TokenResponse answer) {
      return answer.usage();
    }
  }
}
