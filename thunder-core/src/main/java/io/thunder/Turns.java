package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.AdmissionTimeoutException;
import io.thunder.error.BackendFailedException;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.SchedulerFailedException;
import io.thunder.error.ThunderException;
import io.thunder.error.TurnCancelledException;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.TurnTicket;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes turns through admission, the exchange with a backend, and their end, whatever it is. A turn
 * that failed before its first byte is tried on another backend, in bounds. Thread-safe.
 */
final class Turns {

  private final EngineLoop loop;
  private final @Nullable Transport transport;
  private final GuardedTime time;
  private final Executor executor;
  private final Duration admissionTimeout;
  private final int attemptsMax;
  private final long retryTokensMax;
  private final AtomicLong ids = new AtomicLong();

  /** Turns that callers may share, of each language its own: a name means another turn in the other. */
  private final SingleFlight<ChatResponse> chats = new SingleFlight<>();

  private final SingleFlight<TokenResponse> generations = new SingleFlight<>();

  Turns(
      EngineLoop loop,
      @Nullable Transport transport,
      GuardedTime time,
      Executor executor,
      Duration admissionTimeout,
      int attemptsMax,
      long retryTokensMax) {
    this.loop = loop;
    this.transport = transport;
    this.time = time;
    this.executor = executor;
    this.admissionTimeout = admissionTimeout;
    this.attemptsMax = attemptsMax;
    this.retryTokensMax = retryTokensMax;
  }

  /* --------------- Waiting callers --------------- */

  <A> A run(ProgramId program, Exchange<A> exchange, BooleanSupplier handleClosed) {
    Transport port = transport();
    return attempt(ticket(program, exchange, handleClosed), (turn, backend) -> {
      A answer = exchange.send(port, backend, turn);
      loop.submit(new Command.TurnFinished(turn, TurnOutcome.SUCCEEDED, exchange.usage(answer)));
      return answer;
    });
  }

  ChatStream stream(ProgramId program, ChatRequest request, BooleanSupplier handleClosed) {
    Transport port = transport();
    TurnTicket first = ticket(program, new Exchange.Chat(request), handleClosed);
    return attempt(first, (turn, backend) -> {
      ChatStream source = Objects.requireNonNull(
          port.stream(backend, SessionHeader.onto(request, backend, program), turn.cancel()));
      return new TurnStream(source, turn, backend.id(), loop);
    });
  }

  private <T> T attempt(TurnTicket first, BiFunction<TurnTicket, Backend, T> exchange) {
    TurnTicket turn = first;
    Retries retries = new Retries(attemptsMax, retryTokensMax);
    while (true) {
      Backend backend = admit(turn);
      try {
        return exchange.apply(turn, backend);
      } catch (Throwable e) {
        ThunderException refusal = failed(turn, backend, e, retries);
        if (refusal != null) {
          throw refusal;
        }
        turn = turn.again(ids.incrementAndGet());
      }
    }
  }

  /** Waits until the turn is admitted; throws what it was refused with. */
  Backend admit(TurnTicket turn) {
    loop.submit(new Command.TurnArrived(turn));
    if (!turn.isDecided()) {
      Runnable cancelTimeout = startTimeout(turn);
      boolean decided = turn.await();
      cancelTimeout.run();
      if (!decided) {
        TurnCancelledException cancelled =
            new TurnCancelledException("interrupted while waiting: " + describe(turn));
        loop.submit(new Command.TurnWithdrawn(turn, cancelled, /* evenIfRunning= */ true));
        throw cancelled;
      }
    }
    Backend backend = turn.admittedTo();
    if (backend == null) {
      throw refusalOf(turn);
    }
    return backend;
  }

  /* --------------- Callers that do not wait --------------- */

  <A> CompletableFuture<A> runAsync(
      ProgramId program, Exchange<A> exchange, BooleanSupplier handleClosed) {
    return runAsync(program, exchange, handleClosed, executor);
  }

  private <A> CompletableFuture<A> runAsync(
      ProgramId program, Exchange<A> exchange, BooleanSupplier handleClosed, Executor tell) {
    Promise<A> answer = new Promise<>(tell);
    try {
      TurnTicket turn = ticket(program, exchange, handleClosed);
      Retries retries = new Retries(attemptsMax, retryTokensMax);
      attemptAsync(turn, exchange, answer, transport(), retries);
    } catch (Throwable e) {
      answer.fail(e);
    }
    return answer.future();
  }

  /** Runs a turn, or joins it if it runs; a caller who waits is interrupted for himself only. */
  ChatResponse once(ProgramId program, String turnId, ChatRequest request) {
    return once(program, turnId, new Exchange.Chat(request), chats);
  }

  /** The same in tokens. */
  TokenResponse once(ProgramId program, String turnId, TokenRequest request) {
    return once(program, turnId, new Exchange.Tokens(request), generations);
  }

  private <A> A once(
      ProgramId program, String turnId, Exchange<A> exchange, SingleFlight<A> flights) {
    // Told by whoever has the answer: threads of the executor may all be waiting here.
    CompletableFuture<A> answer = join(program, turnId, exchange, flights, Runnable::run);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new TurnCancelledException(
          "interrupted while waiting: turn " + turnId + " of program " + program);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new BackendFailedException(
              "turn " + turnId + " of program " + program + " failed", 0, e.getCause());
    }
  }

  /** The same without waiting. */
  CompletableFuture<ChatResponse> onceAsync(ProgramId program, String turnId, ChatRequest request) {
    return join(program, turnId, new Exchange.Chat(request), chats, executor);
  }

  /** The same without waiting, in tokens. */
  CompletableFuture<TokenResponse> onceAsync(
      ProgramId program, String turnId, TokenRequest request) {
    return join(program, turnId, new Exchange.Tokens(request), generations, executor);
  }

  private <A> CompletableFuture<A> join(
      ProgramId program,
      String turnId,
      Exchange<A> exchange,
      SingleFlight<A> flights,
      Executor tell) {
    return flights.join(
        program,
        turnId,
        () -> runAsync(program, exchange, /* handleClosed= */ () -> false, Runnable::run),
        tell);
  }

  private <A> void attemptAsync(
      TurnTicket turn, Exchange<A> exchange, Promise<A> answer, Transport port, Retries retries) {
    admitAsync(turn, answer, backend -> {
      AtomicBoolean told = new AtomicBoolean();
      CompletableFuture<Void> unused = send(port, backend, exchange, turn)
          .handle((response, failure) -> {
            if (told.getAndSet(true)) {
              return null; // by a transport with futures of its own; else it might be sent twice
            }
            boolean again = answered(turn, backend, exchange, answer, response, failure, retries);
            if (again && !answer.isGivenUp()) {
              attemptAgain(turn, exchange, answer, port, retries);
            }
            return null;
          });
      turn.whenRevoked(() -> failRevoked(answer, turn)); // whether or not the transport stops
    });
  }

  private <A> void attemptAgain(
      TurnTicket failed, Exchange<A> exchange, Promise<A> answer, Transport port, Retries retries) {
    try {
      attemptAsync(failed.again(ids.incrementAndGet()), exchange, answer, port, retries);
    } catch (Throwable e) { // nobody else would tell the caller
      answer.fail(e);
    }
  }

  /** Sends a turn; the last line of defence against transports that throw, or return nothing. */
  private static <A> CompletableFuture<A> send(
      Transport port, Backend backend, Exchange<A> exchange, TurnTicket turn) {
    try {
      return Objects.requireNonNull(exchange.sendAsync(port, backend, turn));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void failRevoked(Promise<?> answer, TurnTicket turn) {
    ThunderException revocation = turn.revocation();
    if (revocation != null) {
      answer.fail(revocation);
    }
  }

  /** Ends a turn that runs without a waiting caller; returns whether it is to be tried again. */
  private <A> boolean answered(
      TurnTicket turn,
      Backend backend,
      Exchange<A> exchange,
      Promise<A> answer,
      @Nullable A response,
      @Nullable Throwable failure,
      Retries retries) {
    if (response != null) {
      loop.submit(new Command.TurnFinished(turn, TurnOutcome.SUCCEEDED, exchange.usage(response)));
      answer.succeed(response, () -> {});
      return false;
    }
    Throwable cause = failure == null ? missingAnswer() : Failures.unwrapped(failure);
    ThunderException refusal = failed(turn, backend, cause, retries);
    if (refusal != null) {
      answer.fail(refusal);
    }
    return refusal == null;
  }

  CompletableFuture<TurnLease> leaseAsync(ProgramId program, TurnDemand demand) {
    Promise<TurnLease> result = new Promise<>(executor);
    TurnTicket turn = ticket(program, demand);
    try {
      admitAsync(turn, result, backend -> {
        TurnLease lease = new TurnLease(turn, backend, loop);
        result.succeed(lease, lease::cancel);
      });
    } catch (Throwable e) {
      result.fail(e);
    }
    return result.future();
  }

  /** Calls back once the turn is admitted; fails the result if it is refused. */
  private <T> void admitAsync(TurnTicket turn, Promise<T> result, Consumer<Backend> admitted) {
    loop.submit(new Command.TurnArrived(turn));
    result.whenGivenUp(() -> {
      loop.submit(new Command.TurnWithdrawn(
          turn,
          new TurnCancelledException("given up by its caller: " + describe(turn)),
          /* evenIfRunning= */ true));
      turn.cancel().cancel();
    });
    Runnable cancelTimeout = turn.isDecided() ? () -> {} : startTimeout(turn);
    turn.whenDecided(() -> {
      cancelTimeout.run();
      Backend backend = turn.admittedTo();
      if (backend == null) {
        result.fail(refusalOf(turn));
      } else {
        admitted.accept(backend);
      }
    });
  }

  /* --------------- Both --------------- */

  TurnTicket ticket(ProgramId program, TurnDemand demand) {
    return demand.ticket(ids.incrementAndGet(), program);
  }

  private TurnTicket ticket(ProgramId program, Exchange<?> exchange, BooleanSupplier handleClosed) {
    return exchange.ticket(ids.incrementAndGet(), program).through(handleClosed);
  }

  /** Ends a failed turn; returns what the caller gets, or null if it is worth another attempt. */
  private @Nullable ThunderException failed(
      TurnTicket turn, Backend backend, Throwable failure, Retries retries) {
    Overload.report(loop, backend.id(), failure, turn.failedLastOn());
    loop.submit(new Command.TurnFinished(turn, Failures.outcome(failure), null));
    ThunderException revocation = turn.revocation();
    if (revocation != null) {
      return revocation;
    }
    if (failure instanceof BackendUnavailableException) {
      loop.submit(
          new Command.BackendUnreachable(backend.id(), String.valueOf(failure.getMessage())));
    }
    return retries.take(failure, turn.promptTokens())
        ? null
        : Failures.known(backend.id(), failure);
  }

  /** A clock that fails must not leave the turn behind. */
  private Runnable startTimeout(TurnTicket turn) {
    try {
      return scheduleTimeout(turn);
    } catch (Throwable e) {
      loop.submit(new Command.TurnWithdrawn(
          turn,
          new SchedulerFailedException("no timeout could be set: " + describe(turn), e),
          /* evenIfRunning= */ true));
      throw e;
    }
  }

  private Runnable scheduleTimeout(TurnTicket turn) {
    Duration left = admissionTimeout.minusNanos(turn.waitedNanos());
    return time.schedule(left.isNegative() ? Duration.ZERO : left, () -> {
      if (!turn.isDecided()) {
        loop.submit(new Command.TurnWithdrawn(
            turn,
            new AdmissionTimeoutException(
                "no room within " + admissionTimeout + ": " + describe(turn)),
            /* evenIfRunning= */ false));
      }
    });
  }

  private Transport transport() {
    if (transport == null) {
      throw new IllegalStateException(
          "the client has no transport: set one in the builder, or use admit()");
    }
    return transport;
  }

  private static ThunderException refusalOf(TurnTicket turn) {
    ThunderException refusal = turn.refusal();
    if (refusal == null) {
      throw new IllegalStateException("turn " + turn.id() + " was neither admitted nor refused");
    }
    return refusal;
  }

  private static BackendFailedException missingAnswer() {
    return new BackendFailedException("the transport completed without an answer", 0, null);
  }

  private static String describe(TurnTicket turn) {
    return "turn " + turn.id() + " of program " + turn.programId();
  }
}
