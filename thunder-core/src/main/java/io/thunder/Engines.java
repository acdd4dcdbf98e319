package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.error.ClientClosedException;
import io.thunder.error.RequestRejectedException;
import io.thunder.internal.BackendEntry;
import io.thunder.internal.Command;
import io.thunder.internal.Engine;
import io.thunder.internal.EngineLoop;
import io.thunder.program.ProgramId;
import io.thunder.transport.EngineControl;
import io.thunder.transport.PauseMode;
import io.thunder.transport.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engines of a client, all together. Each is asked once, whatever becomes of the others, and
 * however many backends are ranks of it; what is returned completes when all have answered, on the
 * client's executor, with the failure of one if any failed, or with {@link ClientClosedException} once the client is
 * closed. Nothing here throws. Thread-safe.
 *
 * <p>New weights between two steps of training: {@link #pause}, load them, {@link #flushCaches},
 * {@link #resume}. Programs stay where they are; turns that arrive meanwhile wait in the engines, so
 * the timeouts of the transport should be longer than that takes. To control one backend alone, use
 * {@link Transport#control} and, after a flush, {@link ThunderClient#cacheLost}.
 */
public final class Engines {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final Optional<EngineControl> control;
  private final EngineLoop loop;
  private final Executor executor;

  Engines(@Nullable Transport transport, EngineLoop loop, Executor executor) {
    this.control = transport == null ? Optional.empty() : transport.control();
    this.loop = loop;
    this.executor = executor;
  }

  /**
   * Has all engines stop computing, see {@link EngineControl#pause}.
   *
   * @param mode what becomes of turns in flight
   * @return completes once nothing is computed any more
   */
  public CompletableFuture<Void> pause(PauseMode mode) {
    return each((engine, backend) -> engine.pause(backend, mode), backend -> {});
  }

  /**
   * Has all engines go on.
   *
   * @return completes once they do
   */
  public CompletableFuture<Void> resume() {
    return each(EngineControl::resume, backend -> {});
  }

  /**
   * Has all engines forget their prefix caches, see {@link EngineControl#flushCache}. Programs then
   * count as what they are: without a cache.
   *
   * @return completes once the caches are empty
   */
  public CompletableFuture<Void> flushCaches() {
    return each(EngineControl::flushCache, this::cacheLost);
  }

  /**
   * Has all engines end the turns in flight, those of others too, see {@link
   * EngineControl#abortTurns}.
   *
   * @return completes once the engines have been told
   */
  public CompletableFuture<Void> abortTurns() {
    return each(EngineControl::abortTurns, backend -> {});
  }

  /** Tells a router that a program is over. Nothing depends on it. */
  void finishProgram(Backend router, ProgramId program) {
    String key = SessionHeader.keyOf(program);
    CompletableFuture<Void> unused = asked(
            (engine, backend) -> engine.finishProgram(backend, key), router)
        .exceptionally(failure -> {
          String what = "backend " + router.id() + " was not told of the end of " + program + ": ";
          LOG.log(Level.DEBUG, what + Failures.unwrapped(failure).getMessage());
          return null;
        });
  }

  private void cacheLost(Backend backend) {
    loop.submit(new Command.CacheLost(backend.id()));
  }

  private CompletableFuture<Void> each(
      BiFunction<EngineControl, Backend, CompletableFuture<Void>> action, Consumer<Backend> then) {
    Promise<Void> all = new Promise<>(executor);
    if (loop.inspect(Engine::isClosed)) {
      all.fail(new ClientClosedException("the client is closed, and so are its engines to it"));
      return all.future();
    }
    List<CompletableFuture<Void>> each = new ArrayList<>();
    for (List<Backend> engine : byServer().values()) {
      each.add(asked(action, engine.get(0)).thenRun(() -> engine.forEach(then)));
    }
    CompletableFuture<Void> unused = CompletableFuture.allOf(
            each.toArray(new CompletableFuture<?>[0]))
        .whenComplete((done, failure) -> {
          if (failure == null) {
            all.succeed(null, () -> {});
          } else {
            all.fail(Failures.unwrapped(failure));
          }
        });
    return all.future();
  }

  private CompletableFuture<Void> asked(
      BiFunction<EngineControl, Backend, CompletableFuture<Void>> action, Backend backend) {
    try {
      EngineControl engine = control.orElseThrow(() -> controlsNone(backend));
      return Objects.requireNonNull(action.apply(engine, backend));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static RequestRejectedException controlsNone(Backend backend) {
    return new RequestRejectedException(
        "the transport to backend " + backend.id() + " controls no engines",
        RequestRejectedException.NOT_FOUND);
  }

  /** The backends of each server: ranks of one share its routes. */
  private Map<URI, List<Backend>> byServer() {
    return loop.inspect(engine -> {
      Map<URI, List<Backend>> servers = new LinkedHashMap<>();
      for (BackendEntry entry : engine.backends()) {
        Backend backend = entry.backend();
        servers.computeIfAbsent(backend.uri(), uri -> new ArrayList<>()).add(backend);
      }
      return servers;
    });
  }
}
