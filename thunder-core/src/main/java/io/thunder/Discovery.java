package io.thunder;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendSource;
import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import io.thunder.internal.ListedBackends;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a source at an interval which backends there are, and has the engine have those. It may block,
 * so it is asked on an executor, and not while it still thinks about an earlier question.
 *
 * <p>What it said last is told to the engine even where it fails: an id may have become free meanwhile.
 */
final class Discovery extends Repeating {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final BackendSource source;
  private final EngineLoop loop;
  private final Probes probes;
  private final Executor executor;
  private final ListedBackends listed = new ListedBackends();

  /** Taken by who asks; it orders the accesses to what follows. */
  private final AtomicBoolean asking = new AtomicBoolean();

  private List<Backend> last = List.of();
  private boolean failing;

  /** The executor may refuse: then the source is asked an interval later, and never by a timer. */
  Discovery(
      BackendSource source,
      Duration interval,
      EngineLoop loop,
      Probes probes,
      GuardedTime time,
      Executor executor) {
    super(time, interval);
    this.source = source;
    this.loop = loop;
    this.probes = probes;
    this.executor = executor;
  }

  @Override
  void act() {
    if (asking.compareAndSet(false, true)) {
      try {
        executor.execute(this::ask);
      } catch (Throwable e) {
        asking.set(false);
        warn(e);
      }
    }
  }

  private void ask() {
    try {
      if (!isStopped()) {
        follow();
      }
    } finally {
      asking.set(false);
    }
  }

  private void follow() {
    try {
      last = checked(source.backends());
      failing = false;
    } catch (Exception | Error e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      warn(e);
    }
    loop.submit(new Command.BackendsListed(listed, last));
    loop.submit(new Command.Inspected(probes::follow));
  }

  private static List<Backend> checked(List<Backend> backends) {
    List<Backend> all = List.copyOf(backends);
    Set<BackendId> ids = new HashSet<>();
    for (Backend backend : all) {
      if (!ids.add(backend.id())) {
        throw new IllegalArgumentException("two backends are called " + backend.id());
      }
    }
    return all;
  }

  private void warn(Throwable failure) {
    if (!failing) {
      failing = true;
      String kept = last.size() + " backends that it listed last are kept";
      LOG.log(Level.WARNING, "source of backends failed, the " + kept + ": " + source, failure);
    }
  }
}
