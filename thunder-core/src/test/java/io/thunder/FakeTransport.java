package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.ChatChunk;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.TurnCancelledException;
import io.thunder.tokens.TokenIds;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A transport without engines, in the terms of {@link Transport}. Each call takes the next scripted
 * reply, or the default one: an answer at once. Thread-safe.
 */
final class FakeTransport implements Transport {

  static final Usage USAGE = new Usage(100, 20, 80L);

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<Backend> probed = new CopyOnWriteArrayList<>();

  private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
  private final Map<BackendId, BackendReading> readings = new ConcurrentHashMap<>();
  private final Map<BackendId, RuntimeException> deadBackends = new ConcurrentHashMap<>();
  private volatile Reply otherwise = call -> call.answer("ok");
  private volatile @Nullable EngineControl control;
  private volatile boolean closed;
  private volatile boolean probeThrows;
  private volatile boolean probeHangs;

  /** What happens to a call. It may answer, fail, or leave that to the test. */
  interface Reply {
    void to(Call call);
  }

  /* --------------- The script --------------- */

  /** Adds replies for the next calls, in order. */
  FakeTransport then(Reply... replies) {
    script.addAll(List.of(replies));
    return this;
  }

  /** Replies to every call that the script does not care for. */
  FakeTransport otherwise(Reply reply) {
    otherwise = reply;
    return this;
  }

  static Reply answer(String text) {
    return call -> call.answer(text);
  }

  static Reply fail(RuntimeException failure) {
    return call -> call.fail(failure);
  }

  /** Leaves the call open until the test, or a cancellation, ends it. */
  static Reply hang() {
    return call -> {};
  }

  /** What the backend's next probes read. */
  void reads(String backend, BackendReading reading) {
    deadBackends.remove(new BackendId(backend));
    readings.put(new BackendId(backend), reading);
  }

  /** Lets the backend's next probes fail. */
  void dies(String backend) {
    deadBackends.put(
        new BackendId(backend), new BackendUnavailableException(backend + ": refused", null));
  }

  /** Whether probes break the contract and throw. */
  void probeThrows(boolean value) {
    probeThrows = value;
  }

  /** Whether probes are never answered. */
  void probeHangs(boolean value) {
    probeHangs = value;
  }

  /** Lets it control engines, if it is set before there is a client. */
  void control(EngineControl value) {
    control = value;
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits until so many calls have begun, and returns the last of them. */
  Call awaitCall(int number) {
    Await.until(() -> calls.size() >= number, number + " calls");
    return calls.get(number - 1);
  }

  /* --------------- Transport --------------- */

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    Call call = begin(backend, request, cancel);
    try {
      return call.response.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.fail(new TurnCancelledException("interrupted"));
      throw new TurnCancelledException("interrupted");
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    return begin(backend, request, cancel).response;
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    Call call = begin(backend, request, cancel);
    if (call.response.isCompletedExceptionally()) {
      throw call.failure;
    }
    return call.stream();
  }

  /** Answers with the lengths of the words of what the script says. */
  @Override
  public TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    return tokens(chat(backend, asChat(request), cancel));
  }

  @Override
  public CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    return chatAsync(backend, asChat(request), cancel).thenApply(FakeTransport::tokens);
  }

  /** A call shows the prompt of a turn in tokens as text. */
  private static ChatRequest asChat(TokenRequest request) {
    ChatRequest.Builder chat = ChatRequest.builder()
        .message(ChatMessage.user(Arrays.toString(request.prompt().toArray())));
    request.headers().forEach(chat::header);
    return chat.build();
  }

  private static TokenResponse tokens(ChatResponse response) {
    int[] lengths =
        Stream.of(response.text().split(" ")).mapToInt(String::length).toArray();
    return new TokenResponse("id", TokenIds.of(lengths), null, "stop", USAGE, "{}");
  }

  @Override
  public Optional<EngineControl> control() {
    return Optional.ofNullable(control);
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    probed.add(backend);
    if (probeHangs) {
      return new CompletableFuture<>();
    }
    if (probeThrows) {
      throw new IllegalStateException("thrown by a probe");
    }
    RuntimeException dead = deadBackends.get(backend.id());
    return dead != null
        ? CompletableFuture.failedFuture(dead)
        : CompletableFuture.completedFuture(
            readings.getOrDefault(backend.id(), BackendReading.EMPTY));
  }

  @Override
  public void close() {
    closed = true;
    calls.forEach(call -> call.fail(new TurnCancelledException("the transport was closed")));
  }

  private Call begin(Backend backend, ChatRequest request, CancelSignal cancel) {
    Call call = new Call(backend, request, cancel);
    calls.add(call);
    cancel.onCancel(call::cancelled);
    Reply reply = script.poll();
    (reply == null ? otherwise : reply).to(call);
    return call;
  }

  /* --------------- Calls --------------- */

  /** One exchange. Its first end counts. */
  static final class Call {

    final Backend backend;
    final ChatRequest request;
    final CancelSignal cancel;
    final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

    private final FakeStream stream = new FakeStream(this);
    private volatile boolean wasCancelled;
    volatile RuntimeException failure;

    Call(Backend backend, ChatRequest request, CancelSignal cancel) {
      this.backend = backend;
      this.request = request;
      this.cancel = cancel;
    }

    void answer(String text) {
      stream.add(new ChatChunk(text, "", "stop", USAGE, "{}"));
      stream.end();
      response.complete(
          new ChatResponse("id", "model", ChatMessage.assistant(text), "stop", USAGE, "{}"));
    }

    void fail(RuntimeException cause) {
      synchronized (this) {
        failure = failure == null ? cause : failure;
      }
      stream.fail(cause);
      response.completeExceptionally(cause);
    }

    /** Sends a piece of a streamed answer. */
    void chunk(String text) {
      stream.add(new ChatChunk(text, "", null, null, "{}"));
    }

    FakeStream stream() {
      return stream;
    }

    boolean isOver() {
      return response.isDone();
    }

    boolean wasCancelled() {
      return wasCancelled;
    }

    void cancelled() {
      if (!response.isDone()) {
        wasCancelled = true;
      }
      fail(new TurnCancelledException("cancelled"));
    }
  }

  /** A stream whose chunks the test provides. */
  static final class FakeStream implements ChatStream {

    private final List<ChatChunk> chunks = new ArrayList<>();
    private RuntimeException failure;
    private boolean over;
    private int next;
    private Usage usage;
    private RuntimeException usageFailure;
    private volatile Runnable onClose;

    FakeStream(Call call) {
      this.onClose = call::cancelled;
    }

    synchronized void add(ChatChunk chunk) {
      if (!over) {
        chunks.add(chunk);
        notifyAll();
      }
    }

    synchronized void end() {
      over = true;
      notifyAll();
    }

    synchronized void fail(RuntimeException cause) {
      failure = over ? failure : cause;
      end();
    }

    @Override
    public synchronized boolean hasNext() {
      while (next == chunks.size() && !over) {
        try {
          wait(Await.BOUND.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new TurnCancelledException("interrupted");
        }
      }
      if (next == chunks.size() && failure != null) {
        throw failure;
      }
      return next < chunks.size();
    }

    @Override
    public synchronized ChatChunk next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      ChatChunk chunk = chunks.get(next++);
      usage = chunk.usage() == null ? usage : chunk.usage();
      return chunk;
    }

    @Override
    public synchronized Usage usage() {
      if (usageFailure != null) {
        throw usageFailure;
      }
      return usage;
    }

    /** Fails whoever asks what was counted. */
    synchronized void failUsage(RuntimeException cause) {
      usageFailure = cause;
    }

    /** Replaces what closing does. */
    void onClose(Runnable action) {
      onClose = action;
    }

    @Override
    public void close() {
      onClose.run();
    }
  }
}
