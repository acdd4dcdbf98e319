package io.thunder.okhttp.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendReading;
import io.thunder.backend.ModelPool;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.TurnCancelledException;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.CancelSignal;
import io.thunder.transport.EngineControl;
import io.thunder.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Sends turns and probes; the parts are put together here. Thread-safe. */
public final class HttpTransport implements Transport {

  private final Clients clients;
  private final TurnsInFlight turns = new TurnsInFlight();
  private final TurnWatch watch;
  private final TurnFactory factory;
  private final Answers answers;
  private final Failures failures;
  private final StreamServices streamServices;
  private final EngineProbes probes;
  private final EngineDetection detection;
  private final PoolDiscovery poolDiscovery;
  private final HttpEngineControl control;
  private final Settings settings;

  /**
   * Creates a transport.
   *
   * @param settings how it behaves
   */
  public HttpTransport(Settings settings) {
    this(settings, System::nanoTime);
  }

  HttpTransport(Settings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.clients = new Clients(settings);
    PriorityOrders priorities = new PriorityOrders();
    this.factory = new TurnFactory(clients::turns, settings.headers(), priorities, nanoTime);
    this.answers = new Answers(settings);
    this.watch = new TurnWatch(turns, new Patience(settings), nanoTime);
    this.failures = new Failures(turns, settings);
    this.streamServices = new StreamServices(turns, failures);
    Pages pages = new Pages(clients.probes(), settings.headers());
    this.probes = new EngineProbes(pages, priorities);
    this.detection = new EngineDetection(pages);
    this.poolDiscovery = new PoolDiscovery(probes);
    this.control = new HttpEngineControl(clients, settings.headers(), probes);
  }

  @Override
  public ChatResponse chat(Backend backend, ChatRequest request, CancelSignal cancel) {
    return run(
        begin(factory.create(backend, request, /* streamed= */ false, cancel)),
        ResponseCodec::decode);
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(
      Backend backend, ChatRequest request, CancelSignal cancel) {
    return runAsync(
        () -> factory.create(backend, request, /* streamed= */ false, cancel),
        ResponseCodec::decode);
  }

  @Override
  public TokenResponse generate(Backend backend, TokenRequest request, CancelSignal cancel) {
    TokenDialect dialect = TokenDialect.of(backend);
    return run(begin(factory.create(backend, request, dialect, cancel)), dialect.codec(request));
  }

  @Override
  public CompletableFuture<TokenResponse> generateAsync(
      Backend backend, TokenRequest request, CancelSignal cancel) {
    try {
      TokenDialect dialect = TokenDialect.of(backend);
      return runAsync(
          () -> factory.create(backend, request, dialect, cancel), dialect.codec(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <A> A run(Turn turn, AnswerCodec<A> codec) {
    waitOn(turn);
    try (Response response = execute(turn)) {
      return answers.read(turn, response, codec);
    } catch (IOException e) {
      throw failures.of(turn, e);
    } finally {
      turn.waiter(null);
      turns.end(turn);
    }
  }

  private <A> CompletableFuture<A> runAsync(Supplier<Turn> made, AnswerCodec<A> codec) {
    try {
      Turn turn = begin(made.get());
      AsyncAnswer<A> answer = new AsyncAnswer<>(turn, turns, answers, codec, failures);
      send(turn, answer);
      return answer;
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void send(Turn turn, AsyncAnswer<?> answer) {
    try {
      turn.call().enqueue(answer);
    } catch (RuntimeException | Error e) { // out of a caller's event listener
      turns.end(turn);
      throw e;
    }
  }

  @Override
  public ChatStream stream(Backend backend, ChatRequest request, CancelSignal cancel) {
    Turn turn = begin(factory.create(backend, request, /* streamed= */ true, cancel));
    waitOn(turn);
    @Nullable Response response = null;
    @Nullable HttpChatStream stream = null;
    boolean open = false;
    try {
      response = execute(turn);
      answers.requireStream(turn, response);
      BufferedSource source = ReadLimit.stream(response, turn.progress()::moved);
      SseReader events = new SseReader(source, settings.responseBytesMax());
      ChunkReader chunks = new ChunkReader(events, turn, answers);
      stream = new HttpChatStream(turn, response, streamServices, chunks);
      turn.signal().onCancel(stream::close); // a caller that lost it will not
      stream.awaitFirst();
      open = true;
      return stream;
    } catch (IOException e) {
      throw failures.of(turn, e);
    } finally {
      turn.waiter(null);
      if (!open && stream != null) {
        stream.close();
      } else if (!open) {
        if (response != null) {
          response.close();
        }
        turns.end(turn);
      }
    }
  }

  @Override
  public Optional<EngineControl> control() {
    return Optional.of(control);
  }

  @Override
  public CompletableFuture<BackendReading> probe(Backend backend) {
    return probes.probe(backend);
  }

  /**
   * Asks which models a backend serves.
   *
   * @param backend which
   * @return their names to come
   */
  public CompletableFuture<List<String>> models(Backend backend) {
    return probes.models(backend);
  }

  /**
   * Asks backends which models they serve, and puts those that serve the same into one pool.
   *
   * @param backends which
   * @return the pools to come
   */
  public CompletableFuture<List<ModelPool>> pools(List<Backend> backends) {
    return poolDiscovery.discover(backends);
  }

  /**
   * Asks a router for its servers, each as a backend of its own.
   *
   * @param router a backend of kind SKYRL or SLIME
   * @return the servers to come
   */
  public CompletableFuture<List<Backend>> servers(Backend router) {
    return probes.servers(router);
  }

  /**
   * Finds out which engine is behind a URL.
   *
   * @param url the server's root
   * @return the backend to come
   */
  public CompletableFuture<Backend> detect(String url) {
    return detection.detect(url);
  }

  @Override
  public void close() {
    turns.close();
    clients.close();
  }

  /** Names the settings without credentials. */
  @Override
  public String toString() {
    return settings.toString();
  }

  private Turn begin(Turn turn) {
    turns.begin(turn);
    try {
      watch.watch();
    } catch (RuntimeException | Error e) { // where no thread can be started
      turns.end(turn);
      throw e;
    }
    return turn;
  }

  /**
   * Sends a turn and waits for the headers of its answer. OkHttp, written in Kotlin, throws an
   * InterruptedException that it does not declare if the thread is interrupted while it connects.
   */
  private static Response execute(Turn turn) throws IOException {
    try {
      return turn.call().execute();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception undeclared) {
      if (undeclared instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("the exchange ended early", undeclared);
    }
  }

  /** Lets an interrupt of this thread cancel the turn, one that came before included. */
  private void waitOn(Turn turn) {
    if (Thread.currentThread().isInterrupted()) {
      turns.end(turn);
      throw new TurnCancelledException(
          "the thread was interrupted before it sent a turn to backend "
              + turn.backend().id());
    }
    turn.waiter(Thread.currentThread());
  }
}
