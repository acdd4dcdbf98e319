package io.thunder.examples.soak.agent;

import io.thunder.TurnDemand;
import io.thunder.TurnLease;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.BackendFailedException;
import io.thunder.error.ThunderException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes turns in every manner. Each is counted and watched until it has an outcome. */
final class Caller {

  private static final int CHARS_PER_TOKEN = 4;
  private static final int TURNS_AT_ONCE = 3;

  /** Cancelling and interrupting happen within so long, in seconds of the machine. */
  private static final double PATIENCE_SECONDS = 1;

  /** A lease is held for up to so long, in seconds of the machine. */
  private static final double LEASE_SECONDS = .3;

  private static final double LEASE_FAILED = .1;
  private static final double LEASE_CANCELLED = .2;

  private final World world;
  private final SplittableRandom random;

  Caller(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  /** Makes a turn; the future fails with what the turn failed with. */
  CompletableFuture<ChatResponse> call(Manner manner, String program, ChatRequest request) {
    return switch (manner) {
      case ASYNC -> async(program, request);
      case CANCELLED -> cancelled(program, request);
      case BLOCKING, INTERRUPTED -> blocking(manner, program, request);
      case STREAMED, STREAM_CLOSED -> streamed(manner, program, request);
      case LEASED -> admitted(program, request).thenCompose(lease -> hold(lease, request));
      case LEASE_LOST -> admitted(program, request).thenCompose(lease -> givenUp("lease lost"));
      case SEVERAL -> several(program, request);
    };
  }

  private CompletableFuture<ChatResponse> async(String program, ChatRequest request) {
    return watched(world.client().chatAsync(program, request));
  }

  private CompletableFuture<ChatResponse> cancelled(String program, ChatRequest request) {
    CompletableFuture<ChatResponse> turn = async(program, request);
    world.after(random.nextDouble(PATIENCE_SECONDS), () -> turn.cancel(true));
    return turn;
  }

  private CompletableFuture<ChatResponse> several(String program, ChatRequest request) {
    List<CompletableFuture<ChatResponse>> turns =
        Stream.generate(() -> async(program, request)).limit(TURNS_AT_ONCE).toList();
    return CompletableFuture.allOf(turns.toArray(CompletableFuture<?>[]::new))
        .handle((all, failure) -> true)
        .thenCompose(ended -> turns.get(0));
  }

  /* --------------- Callers that block --------------- */

  private CompletableFuture<ChatResponse> blocking(
      Manner manner, String program, ChatRequest request) {
    Supplier<ChatResponse> call = () -> world.client().chat(program, request);
    return onThread(manner == Manner.INTERRUPTED, call, program, request);
  }

  private CompletableFuture<ChatResponse> streamed(
      Manner manner, String program, ChatRequest request) {
    int chunksMax = manner == Manner.STREAMED ? Integer.MAX_VALUE : random.nextInt(4);
    return onThread(false, () -> read(program, request, chunksMax), program, request);
  }

  private CompletableFuture<ChatResponse> onThread(
      boolean interrupted, Supplier<ChatResponse> call, String program, ChatRequest request) {
    BlockingCall<ChatResponse> started = world.threads().start(call);
    if (started == null) {
      return async(program, request);
    }
    if (interrupted) {
      world.after(random.nextDouble(PATIENCE_SECONDS), started::interrupt);
    }
    return watched(started.outcome());
  }

  private ChatResponse read(String program, ChatRequest request, int chunksMax) {
    StringBuilder text = new StringBuilder();
    try (ChatStream stream = world.client().stream(program, request)) {
      for (int chunks = 0; stream.hasNext(); chunks++) {
        if (chunks == chunksMax) {
          throw new CancellationException("stream closed early");
        }
        text.append(stream.next().text());
      }
      Usage usage = stream.usage();
      return new ChatResponse("", "", ChatMessage.assistant(text.toString()), "stop", usage, "{}");
    }
  }

  /* --------------- Leases --------------- */

  private CompletableFuture<TurnLease> admitted(String program, ChatRequest request) {
    TurnDemand demand =
        TurnDemand.ofChars(request.promptChars()).withMaxTokens(request.maxTokens());
    return watched(world.client().admitAsync(program, demand));
  }

  private CompletableFuture<ChatResponse> hold(TurnLease lease, ChatRequest request) {
    CompletableFuture<ChatResponse> turn = new CompletableFuture<>();
    double fate = random.nextDouble();
    world.after(random.nextDouble(LEASE_SECONDS), () -> end(lease, request, fate, turn));
    return turn;
  }

  private static void end(
      TurnLease lease, ChatRequest request, double fate, CompletableFuture<ChatResponse> turn) {
    ThunderException revocation = lease.revocation().orElse(null);
    int tokens = request.maxTokens();
    lease.progress(tokens);
    if (fate < LEASE_FAILED) {
      BackendFailedException failure = new BackendFailedException("made up", 500, null);
      lease.fail(failure);
      turn.completeExceptionally(failure);
    } else if (fate < LEASE_CANCELLED) {
      lease.close();
      turn.completeExceptionally(new CancellationException("lease cancelled"));
    } else {
      Usage usage = new Usage(request.promptChars() / CHARS_PER_TOKEN, tokens, null);
      lease.complete(usage);
      String text = "made".repeat(tokens);
      turn.complete(new ChatResponse("", "", ChatMessage.assistant(text), "stop", usage, "{}"));
    }
    if (revocation != null) {
      turn.completeExceptionally(revocation);
    }
  }

  private static <T> CompletableFuture<T> givenUp(String how) {
    return CompletableFuture.failedFuture(new CancellationException(how));
  }

  private <T> CompletableFuture<T> watched(CompletableFuture<T> turn) {
    long number = world.watch().begin();
    CompletableFuture<T> unused = turn.whenComplete((answer, failure) -> {
      world.watch().end(number);
      world.counters().ended(failure);
    });
    return turn;
  }
}
