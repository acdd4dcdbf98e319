package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Probes every backend at an interval, each on its own, so that a dead one delays nobody. Without a
 * transport there is nothing to ask, and a backend counts as up. Thread-safe.
 */
final class Probes {

  private final @Nullable Transport transport;
  private final EngineLoop loop;
  private final TimeSource time;
  private final Duration interval;
  private final Map<BackendId, Watch> watches = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Probes(@Nullable Transport transport, EngineLoop loop, TimeSource time, Duration interval) {
    this.transport = transport;
    this.loop = loop;
    this.time = time;
    this.interval = interval;
  }

  void start(Backend backend) {
    if (transport == null) {
      loop.submit(new Command.BackendObserved(backend.id(), BackendReading.EMPTY));
      return;
    }
    Watch watch = new Watch(backend, transport);
    if (!closed && watches.putIfAbsent(backend.id(), watch) == null) {
      watch.probe();
    }
    if (closed) {
      stop(backend.id());
    }
  }

  void stop(BackendId backend) {
    Watch watch = watches.remove(backend);
    if (watch != null) {
      watch.stop();
    }
  }

  void stopAll() {
    closed = true;
    watches.keySet().forEach(this::stop);
  }

  /** The probes of one backend. */
  private final class Watch {

    private final Backend backend;
    private final Transport transport;
    private volatile boolean stopped;
    private volatile Runnable cancelNext = () -> {};

    Watch(Backend backend, Transport transport) {
      this.backend = backend;
      this.transport = transport;
    }

    void probe() {
      CompletableFuture<Void> unused = read().handle(this::report).thenRun(this::scheduleNext);
    }

    /** Asks; the last line of defence against transports that throw, or return nothing. */
    private CompletableFuture<BackendReading> read() {
      try {
        return Objects.requireNonNull(transport.probe(backend));
      } catch (RuntimeException | Error e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private void scheduleNext() {
      if (!stopped) {
        cancelNext = time.schedule(interval, this::probe);
        if (stopped) {
          cancelNext.run();
        }
      }
    }

    private boolean report(@Nullable BackendReading reading, @Nullable Throwable failure) {
      if (stopped) {
        return false; // the id may belong to another backend by now
      }
      if (reading != null) {
        loop.submit(new Command.BackendObserved(backend.id(), reading));
        return true;
      }
      Throwable cause = failure == null ? null : Failures.unwrapped(failure);
      String reason = cause == null ? "no reading" : String.valueOf(cause.getMessage());
      loop.submit(new Command.BackendUnreachable(backend.id(), reason));
      return false;
    }

    void stop() {
      stopped = true;
      cancelNext.run();
    }
  }
}
