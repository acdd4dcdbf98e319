package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.error.BackendUnavailableException;
import io.thunder.internal.BackendEntry;
import io.thunder.internal.Command;
import io.thunder.internal.Engine;
import io.thunder.internal.EngineLoop;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Probes every backend at an interval, each on its own, so that a dead one delays nobody, and not all at
 * once, nor in step with other clients. Without a
 * transport there is nothing to ask, and a backend that was given up is up again an interval later.
 *
 * <p>Which backends it watches is touched by the engine's writer only, so that it is those which the
 * engine has, in whatever order they come and go.
 */
final class Probes {

  /** A probe without an answer counts as failed after so long; transports have bounds of their own. */
  static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final @Nullable Transport transport;
  private final EngineLoop loop;
  private final GuardedTime time;
  private final Duration interval;
  private final Map<BackendId, Watch> watches = new HashMap<>();
  private boolean closed;

  Probes(@Nullable Transport transport, EngineLoop loop, GuardedTime time, Duration interval) {
    this.transport = transport;
    this.loop = loop;
    this.time = time;
    this.interval = interval;
  }

  /** Watches the backends that the engine has now, and no others. Inside the engine only. */
  void follow(Engine engine) {
    Map<BackendId, Watch> before = new HashMap<>(watches);
    watches.clear();
    List<Watch> added = new ArrayList<>();
    for (BackendEntry entry : engine.backends()) {
      if (!closed && entry.health() != BackendHealth.DRAINING) {
        Backend backend = entry.backend();
        Watch watch = before.get(backend.id());
        if (watch != null && watch.backend.equals(backend)) {
          before.remove(backend.id());
        } else {
          watch = new Watch(backend, engine.nowNanos());
          added.add(watch);
        }
        watches.put(backend.id(), watch);
      }
    }
    before.values().forEach(gone -> loop.afterwards(gone::stop));
    added.forEach(watch -> loop.afterwards(watch));
  }

  /** Watches no backend any more. Inside the engine only. */
  void close(Engine engine) {
    closed = true;
    follow(engine);
  }

  /** The probes of one backend. */
  private final class Watch extends Repeating {

    private final Backend backend;
    private CompletableFuture<BackendReading> last =
        CompletableFuture.completedFuture(BackendReading.EMPTY);
    private long askedNanos;

    Watch(Backend backend, long nowNanos) {
      super(time, new Jitter(interval, backend.id().value().hashCode() + nowNanos)::next);
      this.backend = backend;
    }

    /** Asks, unless the last answer may still come. */
    @Override
    void act() {
      long now = time.nanoTime();
      if (last.isDone() || now - askedNanos >= ANSWER_MAX.toNanos()) {
        last.completeExceptionally(
            new BackendUnavailableException("no answer to a probe in " + ANSWER_MAX, null));
        askedNanos = now;
        last = read().copy();
        CompletableFuture<?> unused = last.whenComplete(this::report);
      }
    }

    /** Asks; the last line of defence against transports that throw, or return nothing. */
    private CompletableFuture<BackendReading> read() {
      if (transport == null) {
        return CompletableFuture.completedFuture(BackendReading.EMPTY);
      }
      try {
        return Objects.requireNonNull(transport.probe(backend));
      } catch (Throwable e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void report(@Nullable BackendReading reading, @Nullable Throwable failure) {
      if (isStopped()) {
        return; // the id may belong to another backend by now
      }
      if (reading != null) {
        loop.submit(new Command.BackendObserved(backend.id(), reading));
        return;
      }
      Throwable cause = failure == null ? null : Failures.unwrapped(failure);
      String reason = cause == null ? "no reading" : String.valueOf(cause.getMessage());
      loop.submit(new Command.BackendUnreachable(backend.id(), reason));
    }
  }
}
