package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.ModelPool;
import io.thunder.chat.ChatMessage;
import io.thunder.chat.ChatRequest;
import io.thunder.chat.ChatResponse;
import io.thunder.chat.ChatStream;
import io.thunder.error.ThunderException;
import io.thunder.error.UnknownModelException;
import io.thunder.event.Finding;
import io.thunder.program.ProgramId;
import io.thunder.tokens.TokenRequest;
import io.thunder.tokens.TokenResponse;
import io.thunder.transport.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several models, each with a pool of backends and a scheduler of its own: a program that uses two
 * models holds two KV caches, which have nothing in common. The model that a request names decides
 * where the turn goes; an alias is replaced by its model in what is sent.
 *
 * <pre>{@code
 * try (ThunderPools thunder = ThunderPools.builder()
 *     .transport(OkHttpTransport.create())
 *     .model("qwen3-32b", Backend.vllm("http://gpu1:8000"), Backend.vllm("http://gpu2:8000"))
 *     .model("qwen3-8b", Backend.vllm("http://gpu3:8000"))
 *     .alias("fast", "qwen3-8b")
 *     .defaultModel("qwen3-32b")
 *     .build()) {
 *   thunder.chat("swe-000001", ChatRequest.builder().model("fast").message(task).build());
 *   thunder.release("swe-000001");
 * }
 * }</pre>
 *
 * <p>Thread-safe. Turns that no pool serves throw, or complete with, an {@link UnknownModelException};
 * all else is as {@link ThunderClient} says. Which models and aliases there are does not change.
 *
 * <p>What a turn inherits of its parent counts in its own pool only: a parent that runs on another
 * model is not known there.
 */
public final class ThunderPools implements AutoCloseable {

  private final ModelNames names;

  /** The clients, by the first model of each, in the order of the builder. */
  private final Map<String, ThunderClient> pools;

  private final Map<String, ThunderClient> byModel;
  private final List<ThunderClient> clients;
  private final @Nullable Transport transport;

  private ThunderPools(Builder builder) {
    this.names = builder.names();
    List<ThunderClient.Builder> configured =
        builder.pools.stream().map(builder::configured).toList();
    // Nothing runs yet, so that a setting that is refused leaves nothing behind.
    this.clients = configured.stream().map(ThunderClient.Builder::build).toList();
    this.pools = new LinkedHashMap<>();
    this.byModel = new HashMap<>();
    for (int i = 0; i < clients.size(); i++) {
      ThunderClient client = clients.get(i);
      List<String> models = builder.pools.get(i).models;
      pools.put(models.get(0), client);
      models.forEach(model -> byModel.put(model, client));
    }
    this.transport = builder.transport;
  }

  /**
   * A builder without models.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /* --------------- Models --------------- */

  /**
   * The models that are served.
   *
   * @return their names, sorted, without aliases
   */
  public SortedSet<String> models() {
    return names.models();
  }

  /**
   * What else models are called.
   *
   * @return from alias to model, sorted
   */
  public SortedMap<String, String> aliases() {
    return names.aliases();
  }

  /**
   * What a model is called by the engines. Callers of {@link #admit} send this one.
   *
   * @param name a model or an alias; empty means the default
   * @return the model's name
   * @throws UnknownModelException if there is none
   */
  public String resolve(String name) {
    return names.resolve(name);
  }

  /**
   * The client that schedules a model, such as for adding backends to its pool. Its requests are sent
   * as they are, aliases included.
   *
   * @param name a model or an alias; empty means the default
   * @return the client, which is closed with the pools
   * @throws UnknownModelException if there is none
   */
  public ThunderClient client(String name) {
    return Objects.requireNonNull(byModel.get(names.resolve(name)));
  }

  /** A turn that names no model, or an alias, is sent as one of the model. */
  private Route route(@Nullable String name) {
    String model = names.resolve(name);
    return new Route(client(model), model);
  }

  /* --------------- Turns --------------- */

  /**
   * Runs a turn on the default model, as {@link ThunderClient#chat(String, List)}.
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
   * Runs a turn and waits for its answer, as {@link ThunderClient#chat(String, ChatRequest)}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer
   * @throws ThunderException if the turn could not be served
   */
  public ChatResponse chat(String programId, ChatRequest request) {
    return program(programId).chat(request);
  }

  /**
   * Runs a turn without waiting, as {@link ThunderClient#chatAsync(String, ChatRequest)}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the answer to come, or a {@link ThunderException}
   */
  public CompletableFuture<ChatResponse> chatAsync(String programId, ChatRequest request) {
    return program(programId).chatAsync(request);
  }

  /**
   * Runs a turn in tokens and waits for its answer, as {@link ThunderClient#generate}.
   *
   * @param programId the program
   * @param request the request, whose model is one of {@link #models()}, an alias, or not named
   * @return the answer
   * @throws UnknownModelException if it names another
   */
  public TokenResponse generate(String programId, TokenRequest request) {
    return program(programId).generate(request);
  }

  /**
   * Runs a turn in tokens without waiting, as {@link ThunderClient#generateAsync}.
   *
   * @param programId the program
   * @param request the request, whose model is one of {@link #models()}, an alias, or not named
   * @return the answer to come, or a {@link ThunderException}
   */
  public CompletableFuture<TokenResponse> generateAsync(String programId, TokenRequest request) {
    return program(programId).generateAsync(request);
  }

  /**
   * Runs a turn whose answer is streamed, as {@link ThunderClient#stream(String, ChatRequest)}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param request the request
   * @return the stream, to be closed
   * @throws ThunderException if the turn could not be served
   */
  public ChatStream stream(String programId, ChatRequest request) {
    return program(programId).stream(request);
  }

  /**
   * Waits for permission to run a turn on the demand's model, as {@link ThunderClient#admit}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param demand what the turn needs
   * @return the lease, to be ended; send the turn with the model that {@link #resolve} names
   * @throws ThunderException if the turn was refused
   */
  public TurnLease admit(String programId, TurnDemand demand) {
    String model = names.resolve(demand.model());
    return client(model).admit(programId, demand.withModel(model));
  }

  /**
   * Asks for permission to run a turn without waiting, as {@link ThunderClient#admitAsync}.
   *
   * @param programId the program; a new one begins with its first turn
   * @param demand what the turn needs
   * @return the lease to come, or a {@link ThunderException}
   */
  public CompletableFuture<TurnLease> admitAsync(String programId, TurnDemand demand) {
    try {
      String model = names.resolve(demand.model());
      return client(model).admitAsync(programId, demand.withModel(model));
    } catch (UnknownModelException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /* --------------- Programs --------------- */

  /**
   * A handle on a program, which is released in all pools when the handle is closed.
   *
   * @param programId the program; it begins in each pool with its first turn there, and in all of
   *     them with the first thing it owns
   * @return the handle
   */
  public Program program(String programId) {
    return new Program(clients, this::route, new ProgramId(programId));
  }

  /**
   * Ends a program in all pools, as {@link ThunderClient#release}.
   *
   * @param programId the program
   */
  public void release(String programId) {
    clients.forEach(client -> client.release(programId));
  }

  /* --------------- Pools --------------- */

  /**
   * A picture of each pool, consistent within the pool.
   *
   * @return the pictures, by the first model of each pool, in the builder's order
   */
  public Map<String, ThunderSnapshot> snapshots() {
    Map<String, ThunderSnapshot> pictures = new LinkedHashMap<>();
    pools.forEach((model, client) -> pictures.put(model, client.snapshot()));
    return pictures;
  }

  /**
   * Checks all pools, as {@link ThunderClient#selfCheck}.
   *
   * @return what is off, each with the first model of its pool; empty if all is well
   */
  public List<Finding> selfCheck() {
    List<Finding> findings = new ArrayList<>();
    pools.forEach((model, client) -> client.selfCheck().stream()
        .map(off ->
            new Finding(model + ": " + off.what(), off.kept(), off.recomputed(), off.since()))
        .forEach(findings::add));
    return findings;
  }

  /**
   * Closes all pools, as {@link ThunderClient#close}, and then the transport that they share. What one
   * of them throws does not stop the others. Idempotent.
   */
  @Override
  public void close() {
    List<Runnable> closings = new ArrayList<>();
    clients.forEach(client -> closings.add(client::close));
    if (transport != null) {
      closings.add(transport::close);
    }
    runAll(closings);
  }

  /** Runs all; throws what the first that failed has thrown, with what the others have. */
  private static void runAll(List<Runnable> closings) {
    @Nullable Throwable first = null;
    for (Runnable closing : closings) {
      try {
        closing.run();
      } catch (Throwable e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
    if (first instanceof Error failure) {
      throw failure;
    }
  }

  /** Configures {@link ThunderPools}. Not thread-safe. */
  public static final class Builder {

    private final List<Pool> pools = new ArrayList<>();
    private final SortedSet<String> models = new TreeSet<>();
    private final Map<String, String> aliases = new HashMap<>();
    private Consumer<ThunderClient.Builder> every = pool -> {};
    private @Nullable Transport transport;
    private @Nullable String defaultModel;

    private Builder() {}

    private record Pool(List<String> models, Consumer<ThunderClient.Builder> settings) {}

    /**
     * Sets how turns of all pools reach engines, see {@link ThunderClient.Builder#transport}. One that
     * is set for a pool alone is closed with that pool's client.
     *
     * @param value the transport; closed once, after all pools
     * @return this
     */
    public Builder transport(Transport value) {
      transport = Objects.requireNonNull(value, "transport");
      return this;
    }

    /**
     * Sets options of every pool: policy, timeouts, listeners. Those of one pool go first.
     *
     * @param settings called with the builder of each pool's client; must not build it
     * @return this
     */
    public Builder everyPool(Consumer<ThunderClient.Builder> settings) {
      every = every.andThen(settings);
      return this;
    }

    /**
     * Adds a model with backends of its own.
     *
     * @param name what the backends call the model
     * @param backends who serves it, and nothing else: a pool counts all of their cache as its own
     * @return this
     * @throws IllegalArgumentException if the name is blank, or that of another model
     */
    public Builder model(String name, Backend... backends) {
      return pool(List.of(name), pool -> Arrays.asList(backends).forEach(pool::backend));
    }

    /**
     * Adds a pool that serves one or more models: one that has several names, or a base model and its
     * adapters, which share the KV cache of their engine.
     *
     * @param names what the backends call the models
     * @param settings called with the builder of the pool's client, to add backends and set options;
     *     must not build it
     * @return this
     * @throws IllegalArgumentException if there is no name, or one is blank or that of another model
     */
    public Builder pool(List<String> names, Consumer<ThunderClient.Builder> settings) {
      List<String> served = List.copyOf(names);
      if (served.isEmpty()) {
        throw new IllegalArgumentException("a pool needs at least one model");
      }
      served.forEach(this::add);
      pools.add(new Pool(served, Objects.requireNonNull(settings, "settings")));
      return this;
    }

    private void add(String model) {
      if (model.isBlank()) {
        throw new IllegalArgumentException("a model's name must not be blank");
      }
      if (!models.add(model)) {
        throw new IllegalArgumentException("two models are called '" + model + "'");
      }
    }

    /**
     * Adds pools that were found, such as by asking backends what they serve.
     *
     * @param found the pools
     * @return this
     * @throws IllegalArgumentException if a name is that of another model
     */
    public Builder pools(List<ModelPool> found) {
      found.forEach(each -> pool(each.models(), pool -> each.backends().forEach(pool::backend)));
      return this;
    }

    /**
     * Gives a model another name, by which requests may ask for it. Engines do not see it.
     *
     * @param alias the other name
     * @param model the model, which may be added later
     * @return this
     * @throws IllegalArgumentException if the alias is blank, or stands for another model already
     */
    public Builder alias(String alias, String model) {
      if (alias.isBlank()) {
        throw new IllegalArgumentException("an alias must not be blank");
      }
      String other = aliases.putIfAbsent(alias, Objects.requireNonNull(model, "model"));
      if (other != null && !other.equals(model)) {
        throw new IllegalArgumentException(
            "alias '" + alias + "' stands for '" + other + "' already, not for '" + model + "'");
      }
      return this;
    }

    /**
     * Sets the model of requests that name none.
     *
     * @param name a model or an alias; by default the only model, and with several such a request is
     *     refused
     * @return this
     */
    public Builder defaultModel(String name) {
      defaultModel = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Builds the clients of all pools and starts probing their backends.
     *
     * @return the pools, to be closed
     * @throws IllegalArgumentException if there is no model, an alias is the name of a model, an alias
     *     or the default stands for no model, or a pool's settings are refused; then nothing was
     *     started, and the transport is still the caller's
     */
    public ThunderPools build() {
      return new ThunderPools(this);
    }

    private ModelNames names() {
      if (pools.isEmpty()) {
        throw new IllegalArgumentException("no model was given");
      }
      return new ModelNames(models, aliases, defaultModel);
    }

    private ThunderClient.Builder configured(Pool pool) {
      ThunderClient.Builder client = ThunderClient.builder();
      if (transport != null) {
        client.transport(new SharedTransport(transport));
      }
      every.andThen(pool.settings).accept(client);
      return client;
    }
  }
}
