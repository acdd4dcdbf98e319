package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendSource;
import io.thunder.backend.TokenCounts;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.ClientClosedException;
import io.thunder.error.ThunderException;
import io.thunder.event.Finding;
import io.thunder.event.ThunderListener;
import io.thunder.internal.Command;
import io.thunder.internal.Engine;
import io.thunder.internal.EngineLimits;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.ProgramEntry;
import io.thunder.internal.TurnTicket;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.scheduling.SchedulingPolicy;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs agent programs on inference engines so that their KV caches survive their tool calls. Each
 * turn names its program; the client decides when and where it runs.
 *
 * <pre>{@code
 * try (ThunderClient thunder = ThunderClient.builder()
 *     .transport(OkHttpTransport.create())
 *     .backend(Backend.vllm("http://gpu1:8000"))
 *     .build()) {
 *   ChatResponse answer =
 *       thunder.chat("swe-000001", List.of(ChatMessage.user("Fix the failing test")));
 *   thunder.release("swe-000001");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Turns that cannot be served throw, or complete with, a {@link ThunderException};
 * after {@link #close()} that is a {@link ClientClosedException}. Programs that are never released
 * expire after {@link Builder#programIdleTimeout}.
 */
public final class ThunderClient implements AutoCloseable {

  private final EngineLoop loop;
  private final Turns turns;
  private final Engines engines;
  private final Probes probes;
  private final List<Discovery> discoveries;
  private final OwnedResources resources = new OwnedResources();
  private final @Nullable Transport transport;
  private final @Nullable SystemTimeSource ownTime;
  private final @Nullable ExecutorService ownThreads;
  private final Executor executor;
  private final Ticks ticks;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ThunderClient(Builder builder) {
    this.ownTime = builder.timeSource == null ? new SystemTimeSource() : null;
    GuardedTime time =
        new GuardedTime(ownTime != null ? ownTime : Objects.requireNonNull(builder.timeSource));
    this.ownThreads = builder.executor == null ? CallerRunsExecutor.ownThreads() : null;
    Executor threads = ownThreads != null ? ownThreads : Objects.requireNonNull(builder.executor);
    this.executor = new CallerRunsExecutor(threads);
    this.transport = builder.transport;
    SerialEvents events =
        builder.listeners.isEmpty() ? null : new SerialEvents(builder.listeners, executor);
    this.loop =
        new EngineLoop(builder.policy, builder.limits(), time::nanoTime, this::ended, events);
    this.turns = new Turns(
        loop,
        transport,
        time,
        executor,
        builder.admissionTimeout,
        builder.attemptsMax,
        builder.retryTokensMax);
    this.engines = new Engines(transport, loop, executor);
    this.probes = new Probes(transport, loop, time, builder.probeInterval);
    builder.backends.forEach(this::addBackend);
    this.discoveries = builder.sources.stream()
        .map(asked -> new Discovery(asked.source, asked.interval, loop, probes, time, threads))
        .toList();
    if (!discoveries.isEmpty()) {
      loop.submit(new Command.Inspected(Engine::expectBackends));
      discoveries.forEach(Discovery::run);
    }
    this.ticks = new Ticks(loop, time, builder.policy.tick());
    ticks.goOn();
  }

  /**
   * A builder with every default set.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /* --------------- Turns --------------- */

  /**
   * Runs a turn of a program and waits for its answer. Blocks while the program waits for room, and
   * while the engine computes; an interrupt cancels the turn in both.
   *
   * @param programId the program; a new one begins with its first turn
   * @param messages the whole conversation so far
   * @return the answer
   * @throws ThunderException if the turn could not be served
   */
  public ChatResponse chat(String programId, List<ChatMessage> messages) {
    return chat(programId, ChatRequest.of(messages));
  }

  /**
   * Runs a turn of a program and waits for its answer. Blocks while the program waits for room, and
   * while the engine computes; an interrupt cancels the turn in both.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer
   * @throws ThunderException if the turn could not be served
   */
  public ChatResponse chat(String programId, ChatRequest request) {
    return turns.run(
        new ProgramId(programId), new Exchange.Chat(request), ThunderClient::withoutHandle);
  }

  /**
   * Runs a turn of a program without waiting. Cancelling the future cancels the turn.
   *
   * @param programId the program; a new one begins with its first turn
   * @param messages the whole conversation so far
   * @return the answer to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<ChatResponse> chatAsync(String programId, List<ChatMessage> messages) {
    return chatAsync(programId, ChatRequest.of(messages));
  }

  /**
   * Runs a turn of a program without waiting. Cancelling the future cancels the turn.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<ChatResponse> chatAsync(String programId, ChatRequest request) {
    return turns.runAsync(
        new ProgramId(programId), new Exchange.Chat(request), ThunderClient::withoutHandle);
  }

  /**
   * Runs a turn of a program and waits for its answer, as {@link #chat(String, ChatRequest)}; but who
   * asks for the same turn while it runs gets the same answer, and the engine computes it once. For
   * callers who may ask again without knowing what became of the first time, such as after a lost
   * connection. The turn is given up when all who wait for it have been interrupted or have cancelled;
   * once it is answered, or has failed, it is forgotten.
   *
   * @param programId the program; a new one begins with its first turn
   * @param turnId names the turn among those of the program
   * @param request the request; that of the first caller is sent
   * @return the answer
   * @throws ThunderException if the turn could not be served
   */
  public ChatResponse chatOnce(String programId, String turnId, ChatRequest request) {
    Objects.requireNonNull(turnId, "turnId");
    return turns.once(new ProgramId(programId), turnId, request);
  }

  /**
   * The same without waiting. Cancelling the future gives the turn up for this caller.
   *
   * @param programId the program; a new one begins with its first turn
   * @param turnId names the turn among those of the program
   * @param request the request; that of the first caller is sent
   * @return the answer to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<ChatResponse> chatOnceAsync(
      String programId, String turnId, ChatRequest request) {
    Objects.requireNonNull(turnId, "turnId");
    return turns.onceAsync(new ProgramId(programId), turnId, request);
  }

  /**
   * Runs a turn of a program whose answer is streamed. Blocks until the turn is admitted and the
   * answer begins; until then it may be sent to another backend.
   *
   * @param programId the program; a new one begins with its first turn
   * @param messages the whole conversation so far
   * @return the stream, to be closed
   * @throws ThunderException if the turn could not be served
   */
  public ChatStream stream(String programId, List<ChatMessage> messages) {
    return stream(programId, ChatRequest.of(messages));
  }

  /**
   * Runs a turn of a program whose answer is streamed. Blocks until the turn is admitted and the
   * answer begins; until then it may be sent to another backend.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the stream, to be closed
   * @throws ThunderException if the turn could not be served
   */
  public ChatStream stream(String programId, ChatRequest request) {
    return turns.stream(new ProgramId(programId), request, ThunderClient::withoutHandle);
  }

  /**
   * Runs a turn of a program in tokens and waits for its answer, in all else as {@link #chat(String,
   * ChatRequest)}: for training, which must compute exactly the tokens that were sampled.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer; an aborted one, too, see {@link TokenResponse#isAborted}
   * @throws ThunderException if the turn could not be served; a {@link
   *     io.thunder.error.RequestRejectedException} where its backend takes no token ids
   */
  public TokenResponse generate(String programId, TokenRequest request) {
    return turns.run(
        new ProgramId(programId), new Exchange.Tokens(request), ThunderClient::withoutHandle);
  }

  /**
   * Runs a turn of a program in tokens without waiting, in all else as {@link #generate}. Cancelling
   * the future cancels the turn.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<TokenResponse> generateAsync(String programId, TokenRequest request) {
    return turns.runAsync(
        new ProgramId(programId), new Exchange.Tokens(request), ThunderClient::withoutHandle);
  }

  /**
   * Runs a turn in tokens that others may ask for at the same time, in all else as {@link #chatOnce}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param turnId names the turn among those of the program that are in tokens
   * @param request the request; that of the first caller is sent
   * @return the answer, the same one for all who wait for it
   * @throws ThunderException if the turn could not be served
   */
  public TokenResponse generateOnce(String programId, String turnId, TokenRequest request) {
    Objects.requireNonNull(turnId, "turnId");
    return turns.once(new ProgramId(programId), turnId, request);
  }

  /**
   * The same without waiting, in all else as {@link #chatOnceAsync}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param turnId names the turn among those of the program that are in tokens
   * @param request the request; that of the first caller is sent
   * @return the answer to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<TokenResponse> generateOnceAsync(
      String programId, String turnId, TokenRequest request) {
    Objects.requireNonNull(turnId, "turnId");
    return turns.onceAsync(new ProgramId(programId), turnId, request);
  }

  /** For turns that go through no handle, which could be closed. */
  private static boolean withoutHandle() {
    return false;
  }

  /**
   * Waits for permission to run a turn, for callers who send it with an HTTP client of their own.
   *
   * @param programId the program; a new one begins with its first turn
   * @param demand what the turn needs
   * @return the lease, to be ended
   * @throws ThunderException if the turn was refused
   */
  public TurnLease admit(String programId, TurnDemand demand) {
    TurnTicket turn = turns.ticket(new ProgramId(programId), demand);
    return new TurnLease(turn, turns.admit(turn), loop);
  }

  /**
   * Asks for permission to run a turn without waiting. Cancelling the future withdraws the turn.
   *
   * @param programId the program; a new one begins with its first turn
   * @param demand what the turn needs
   * @return the lease to come, or a {@link ThunderException}; completed on the client's executor
   */
  public CompletableFuture<TurnLease> admitAsync(String programId, TurnDemand demand) {
    return turns.leaseAsync(new ProgramId(programId), demand);
  }

  /* --------------- Programs --------------- */

  /**
   * A handle on a program, which is released when the handle is closed.
   *
   * @param programId the program; it begins with its first turn, or with the first thing it owns
   * @return the handle
   */
  public Program program(String programId) {
    return new Program(List.of(this), model -> new Route(this, model), new ProgramId(programId));
  }

  /** Takes turns through; for handles. */
  Turns turns() {
    return turns;
  }

  /**
   * Ends a program: its cache no longer counts, its waiting turns are refused, its turns in flight
   * are stopped, what it owns is closed. Does nothing if there is no such program.
   *
   * @param programId the program
   */
  public void release(String programId) {
    loop.submit(new Command.ProgramReleased(new ProgramId(programId), EndReason.RELEASED));
  }

  /**
   * Has a program own something, and begin with it if it has not begun. What comes after its handle,
   * or the client, was closed is closed at once: nothing else would.
   */
  void own(ProgramId program, AutoCloseable resource, BooleanSupplier handleClosed) {
    loop.submit(new Command.Inspected(engine -> {
      if (!handleClosed.getAsBoolean() && engine.begin(program)) {
        resources.add(program, resource);
      } else {
        closeOutside(OwnedResources.closing(program, List.of(resource)));
      }
    }));
  }

  /** Hears of programs that are over, inside the engine; {@link #close()} closes what is left. */
  private void ended(ProgramEntry program) {
    if (closed.get()) {
      return;
    }
    Runnable closing = resources.take(program.id());
    if (closing != null) {
      closeOutside(closing);
    }
    Backend router = program.lastBackend();
    if (router != null && router.kind().sessionHeader() != null) {
      closeOutside(() -> engines.finishProgram(router, program.id()));
    }
  }

  private void closeOutside(Runnable closing) {
    loop.afterwards(() -> executor.execute(closing));
  }

  /* --------------- Backends --------------- */

  /**
   * The engines behind all backends, to be paused, resumed and rid of their caches, as between two
   * steps of training.
   *
   * @return the engines, whichever there are when they are asked for something
   */
  public Engines engines() {
    return engines;
  }

  /**
   * Adds a backend. It is given programs once it has answered a probe. Does nothing if its id is
   * taken; that of a removed backend is free again when the last turn there has ended.
   *
   * @param backend the backend
   */
  public void addBackend(Backend backend) {
    loop.submit(new Command.BackendAdded(Objects.requireNonNull(backend, "backend")));
    loop.submit(new Command.Inspected(probes::follow));
  }

  /**
   * Removes a backend. Its turns in flight may end, its programs go on elsewhere. Does nothing if
   * there is no such backend.
   *
   * @param id the backend's id
   */
  public void removeBackend(BackendId id) {
    loop.submit(new Command.BackendRemoved(Objects.requireNonNull(id, "id")));
    loop.submit(new Command.Inspected(probes::follow));
  }

  /**
   * Says that what a backend had cached is gone, as after new weights were loaded. Programs whose tools
   * run then hold nothing there, and their next turns go wherever there is room. An engine that started
   * anew is noticed without it, if it shows how much it has looked up in its cache, and so is a server
   * behind a router. Does nothing if there is no such backend.
   *
   * @param id the backend's id
   */
  public void cacheLost(BackendId id) {
    loop.submit(new Command.CacheLost(Objects.requireNonNull(id, "id")));
  }

  /**
   * A consistent picture of programs, backends and the pool. Costs time in proportion to them.
   *
   * @return the picture
   */
  public ThunderSnapshot snapshot() {
    return inspect(Snapshots::of);
  }

  /**
   * Recomputes ledgers, places and bounds from scratch and compares them with what is kept. Costs
   * time in proportion to programs and backends, for which turns wait: a few milliseconds for 10,000
   * programs, cheap enough for once a minute, but about a second for a million.
   *
   * @return what is off, by how much, and since when as far as self-checks have seen it; empty if all
   *     is well, as it must be: anything else is a defect of Thunder
   */
  public List<Finding> selfCheck() {
    return inspect(Engine::selfCheck);
  }

  /** Looks at the engine; waits until that is done, and fails with what it fails with. */
  <T> T inspect(Function<Engine, T> look) {
    return loop.inspect(look);
  }

  /**
   * Ends every program, refuses every waiting turn, stops every turn in flight, closes what programs
   * own, and closes the transport. Idempotent.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ticks.stop();
      discoveries.forEach(Discovery::stop);
      loop.submit(new Command.Inspected(probes::close));
      loop.submit(new Command.Closed());
      inspect(engine -> resources.takeAll()).run(); // waits until the engine has closed
      try {
        if (transport != null) {
          transport.close();
        }
      } finally {
        closeOwn();
      }
    }
  }

  private void closeOwn() {
    if (ownTime != null) {
      ownTime.close();
    }
    if (ownThreads != null) {
      ownThreads.shutdown();
    }
  }

  /** Configures a {@link ThunderClient}. Not thread-safe. */
  public static final class Builder {

    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SOURCE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration ADMISSION_TIMEOUT = Duration.ofHours(1);
    private static final int ATTEMPTS_MAX = 3;
    private static final long RETRY_TOKENS_MAX = 262_144;

    /** Longer ones mean "never", and must not overflow when they are counted in nanoseconds. */
    private static final Duration DURATION_MAX = Duration.ofDays(36_500);

    private @Nullable Transport transport;
    private @Nullable TimeSource timeSource;
    private @Nullable Executor executor;
    private final List<Backend> backends = new ArrayList<>();
    private final List<Asked> sources = new ArrayList<>();
    private final List<ThunderListener> listeners = new ArrayList<>();
    private SchedulingPolicy policy = SchedulingPolicy.thunder();
    private Duration probeInterval = PROBE_INTERVAL;
    private Duration admissionTimeout = ADMISSION_TIMEOUT;
    private Duration programIdleTimeout = Duration.ofNanos(EngineLimits.DEFAULT.programIdleNanos());
    private Duration leaseTimeout = Duration.ofNanos(EngineLimits.DEFAULT.leaseNanos());
    private Duration unavailableTimeout = Duration.ofNanos(EngineLimits.DEFAULT.unavailableNanos());
    private int waitingTurnsMax = EngineLimits.DEFAULT.waitingTurnsMax();
    private long assumedCapacityTokens = EngineLimits.DEFAULT.assumedCapacityTokens();
    private int attemptsMax = ATTEMPTS_MAX;
    private long retryTokensMax = RETRY_TOKENS_MAX;

    private Builder() {}

    private record Asked(BackendSource source, Duration interval) {}

    /**
     * Sets how turns reach engines. Needed for everything but {@link ThunderClient#admit}; without
     * one, backends are not probed and count as up, or soon do again.
     *
     * @param value the transport; closed with the client
     * @return this
     */
    public Builder transport(Transport value) {
      transport = Objects.requireNonNull(value, "transport");
      return this;
    }

    /**
     * Adds a backend.
     *
     * @param value the backend
     * @return this
     * @throws IllegalArgumentException if a backend of the same id was added before
     */
    public Builder backend(Backend value) {
      if (backends.stream().anyMatch(b -> b.id().equals(value.id()))) {
        throw new IllegalArgumentException("two backends are called " + value.id());
      }
      backends.add(value);
      return this;
    }

    /**
     * Has backends come and go as a source says, which is asked every 5 seconds.
     *
     * @param source says which backends there are
     * @return this
     */
    public Builder backends(BackendSource source) {
      return backends(source, SOURCE_INTERVAL);
    }

    /**
     * Has backends come and go as a source says. It is asked when the client is built, and then again
     * and again on the client's executor. Backends that are added and removed by hand, or listed by
     * another source, are left alone: an id belongs to whoever had it first. Where it fails, what it
     * listed last is kept, and a warning is logged. With a source, turns wait while there is no backend
     * as they do while none is up, see {@link #unavailableTimeout}.
     *
     * @param source says which backends there are; not closed with the client
     * @param interval how often it is asked, more than zero
     * @return this
     */
    public Builder backends(BackendSource source, Duration interval) {
      sources.add(
          new Asked(Objects.requireNonNull(source, "source"), positive("interval", interval)));
      return this;
    }

    /**
     * Sets when programs are admitted, paused and resumed.
     *
     * @param value the policy; default {@link SchedulingPolicy#thunder()}
     * @return this
     */
    public Builder policy(SchedulingPolicy value) {
      policy = Objects.requireNonNull(value, "policy");
      return this;
    }

    /**
     * Adds a listener.
     *
     * @param value hears what the scheduler does
     * @return this
     */
    public Builder listener(ThunderListener value) {
      listeners.add(Objects.requireNonNull(value, "listener"));
      return this;
    }

    /**
     * Sets where time comes from.
     *
     * @param value the time source; default the machine's clock
     * @return this
     */
    public Builder timeSource(TimeSource value) {
      timeSource = Objects.requireNonNull(value, "timeSource");
      return this;
    }

    /**
     * Sets where futures are completed, listeners called, resources closed and sources of backends
     * asked.
     *
     * @param value the executor, not closed with the client; default threads of the client's own
     * @return this
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /**
     * Sets how often each backend is probed: at this interval, or up to a fifth sooner, so that many
     * clients do not probe many backends at once.
     *
     * @param value more than zero; default 5 seconds
     * @return this
     */
    public Builder probeInterval(Duration value) {
      probeInterval = positive("probeInterval", value);
      return this;
    }

    /**
     * Sets how long a turn may wait for room before it is refused.
     *
     * @param value more than zero; default 1 hour
     * @return this
     */
    public Builder admissionTimeout(Duration value) {
      admissionTimeout = positive("admissionTimeout", value);
      return this;
    }

    /**
     * Sets after how long without a turn a program is taken for dead and expires: its cache no longer
     * counts, and what it owns is closed, even if its handle is open, since a handle may be lost and
     * its containers must not be. Must be longer than the longest tool; after that the next turn
     * begins the program anew.
     *
     * @param value more than zero; default 1 hour
     * @return this
     */
    public Builder programIdleTimeout(Duration value) {
      programIdleTimeout = positive("programIdleTimeout", value);
      return this;
    }

    /**
     * Sets after how long without a sign of life a turn in flight is taken for lost: a lease that
     * nobody ends, or a transport that never answers. It ends with a {@link
     * io.thunder.error.LeaseExpiredException}, and a warning is logged. {@link TurnLease#progress} and
     * the events of a stream are signs of life. Must be longer than the timeouts of the transport.
     *
     * @param value more than zero; default 2 hours
     * @return this
     */
    public Builder leaseTimeout(Duration value) {
      leaseTimeout = positive("leaseTimeout", value);
      return this;
    }

    /**
     * Sets how long turns wait while no backend is up, or all that are have failed one turn after
     * another and are only tried now and then, before they are refused.
     *
     * @param value more than zero; default 10 seconds
     * @return this
     */
    public Builder unavailableTimeout(Duration value) {
      unavailableTimeout = positive("unavailableTimeout", value);
      return this;
    }

    /**
     * Sets how many turns may wait for room; more are refused at once.
     *
     * @param value at least 1; default 100,000
     * @return this
     */
    public Builder waitingTurnsMax(int value) {
      waitingTurnsMax = (int) atLeastOne("waitingTurnsMax", value);
      return this;
    }

    /**
     * Sets what is taken at first for the capacity of a backend that neither shows one nor is
     * configured with one. Its turns teach another if the policy has {@code cacheFeedback}: more if
     * one took more, or if turns wait although contexts are found cached; less if they are not found.
     *
     * @param value KV cache tokens, at least 1; default 131,072
     * @return this
     */
    public Builder assumedCapacityTokens(long value) {
      assumedCapacityTokens =
          atLeastOne("assumedCapacityTokens", TokenCounts.checked(value, "assumedCapacityTokens"));
      return this;
    }

    /**
     * Sets how often a turn is sent at most, if backends fail before its first byte.
     *
     * @param value at least 1; default 3
     * @return this
     */
    public Builder attemptsMax(int value) {
      attemptsMax = (int) atLeastOne("attemptsMax", value);
      return this;
    }

    /**
     * Sets how many prompt tokens, as estimated, it may cost to send a turn again, all times together:
     * another backend has nothing of its prompt cached. The first time after a backend could not be
     * reached is free.
     *
     * @param value at least 0; default 262,144
     * @return this
     */
    public Builder retryTokensMax(long value) {
      retryTokensMax = TokenCounts.checked(value, "retryTokensMax");
      return this;
    }

    /**
     * Builds the client and starts probing its backends.
     *
     * @return the client, to be closed
     */
    public ThunderClient build() {
      return new ThunderClient(this);
    }

    private EngineLimits limits() {
      return new EngineLimits(
          waitingTurnsMax,
          programIdleTimeout.toNanos(),
          assumedCapacityTokens,
          unavailableTimeout.toNanos(),
          leaseTimeout.toNanos());
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero, was " + value);
      }
      return value.compareTo(DURATION_MAX) > 0 ? DURATION_MAX : value;
    }

    private static long atLeastOne(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be >= 1, was " + value);
      }
      return value;
    }
  }
}
