package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.event.ThunderEvent;
import io.thunder.scheduling.SchedulingPolicy;
import org.jspecify.annotations.Nullable;

/** Which backends there are, which of them are up, and what probes read of them. */
final class Membership {

  /** One failure may be a stale connection; taking a backend down costs all its caches. */
  private static final int FAILURES_UNTIL_DOWN = 2;

  /** A backend may say so, and not mean it; by then its programs are better off asking. */
  private static final long REST_MAX_NANOS = 60_000_000_000L;

  /** For a backend that did not say how long, when there is no other to go to. */
  private static final long REST_NANOS = 1_000_000_000L;

  private final SchedulingPolicy policy;
  private final EngineLimits limits;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final Placements placements;
  private final EngineOutput output;

  private long nobodyUpSinceNanos = Long.MIN_VALUE;

  Membership(
      SchedulingPolicy policy,
      EngineLimits limits,
      Fleet fleet,
      Bookkeeping books,
      Placements placements,
      EngineOutput output) {
    this.policy = policy;
    this.limits = limits;
    this.fleet = fleet;
    this.books = books;
    this.placements = placements;
    this.output = output;
  }

  /** Since when no backend is up, or rests; of no meaning while one is or does. */
  long nobodyUpSinceNanos() {
    return nobodyUpSinceNanos;
  }

  /** Adds a backend that has not been heard of yet; returns it, or null if its id is taken. */
  @Nullable
  BackendEntry add(Backend added, long serial, long now) {
    if (fleet.get(added.id()) != null) {
      return null;
    }
    BackendEntry backend = new BackendEntry(added, serial, policy, limits.assumedCapacityTokens());
    books.startMeter(backend, now);
    fleet.add(backend);
    nobodyUpSinceNanos = fleet.anyUpOrResting() ? nobodyUpSinceNanos : now;
    announce(backend);
    return backend;
  }

  /** Lets a backend go; returns whether there is one of that id. */
  boolean remove(BackendId id, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend == null) {
      return false;
    }
    changeHealth(backend, BackendHealth.DRAINING, now);
    forgetIfGone(backend);
    return true;
  }

  /** Takes over what a probe read; returns the backend, or null if it is gone. */
  @Nullable
  BackendEntry observe(BackendId id, BackendReading reading, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend == null || backend.health == BackendHealth.DRAINING) {
      return null;
    }
    backend.failedProbes = 0;
    backend.lastFailure = null;
    if (reading.blockTokens() != null) {
      books.changeBlocks(backend, reading.blockTokens(), now);
    }
    books.meter(backend, now);
    boolean changed = readCapacity(backend, reading.capacityTokens());
    books.trackForeignLoad(backend, reading.kvUsage(), now);
    books.trackLoad(backend, reading);
    boolean rests = now < backend.restsUntilNanos;
    BackendHealth health = rests ? BackendHealth.RESTING : BackendHealth.UP;
    if (!changeHealth(backend, health, now) && changed) {
      announce(backend);
    }
    return backend;
  }

  /** Takes over a capacity that was read, unless one was configured; returns whether it is new. */
  private boolean readCapacity(BackendEntry backend, @Nullable Long capacityTokens) {
    if (capacityTokens == null || backend.backend.capacityTokens() > 0) {
      return false;
    }
    boolean changed = !backend.capacityKnown || capacityTokens != backend.capacityTokens;
    backend.capacityTokens = capacityTokens;
    backend.capacityKnown = true;
    fleet.refreshCapacity();
    return changed;
  }

  /** Counts a failure; returns whether the backend is down now. */
  boolean unreachable(BackendId id, String reason, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend == null || backend.health == BackendHealth.DRAINING) {
      return false;
    }
    backend.failedProbes++;
    backend.lastFailure = reason;
    if (backend.failedProbes < FAILURES_UNTIL_DOWN && backend.health != BackendHealth.UNKNOWN) {
      return false;
    }
    changeHealth(backend, BackendHealth.DOWN, now);
    return true;
  }

  /**
   * Lets a backend rest for as long as it asked, in bounds, or for a moment if there is no other: the
   * turn that failed, and those that wait, would all be sent there again at once.
   *
   * @return whether it is no longer up
   */
  boolean overloaded(BackendId id, String reason, long retryAfterNanos, long now) {
    BackendEntry backend = fleet.get(id);
    boolean lone = backend != null && backend.isUp() && fleet.upCount() == 1;
    long nanos = retryAfterNanos > 0 ? Math.min(retryAfterNanos, REST_MAX_NANOS) : REST_NANOS;
    if (backend == null || (retryAfterNanos == 0 && !lone)) {
      return false;
    }
    backend.lastFailure = reason;
    backend.restsUntilNanos = Math.max(backend.restsUntilNanos, now + nanos);
    return backend.isUp() && changeHealth(backend, BackendHealth.RESTING, now);
  }

  /** Ends a rest whose time is over; returns whether it did. */
  boolean rested(BackendEntry backend, long now) {
    return backend.isResting()
        && now >= backend.restsUntilNanos
        && changeHealth(backend, BackendHealth.UP, now);
  }

  /**
   * Takes every program off a backend that stops being up, but for one that rests; returns false if
   * nothing changed.
   */
  private boolean changeHealth(BackendEntry backend, BackendHealth health, long now) {
    if (backend.health == health) {
      return false;
    }
    boolean anyWasUp = fleet.anyUpOrResting();
    backend.health = health;
    if (backend.isResting()) {
      placements.dropReservationOn(backend, now);
    } else if (!backend.isUp()) {
      placements.evict(backend, now);
    }
    books.refresh(backend, now);
    if (anyWasUp && !fleet.anyUpOrResting()) {
      nobodyUpSinceNanos = now;
    }
    announce(backend);
    return true;
  }

  /** Forgets a backend that was removed, once its last program has left. */
  void forgetIfGone(BackendEntry backend) {
    if (backend.health == BackendHealth.DRAINING && backend.programs.isEmpty()) {
      fleet.remove(backend);
    }
  }

  private void announce(BackendEntry backend) {
    if (output.isListening()) {
      output.event(
          new ThunderEvent.BackendChanged(backend.id(), backend.health, backend.capacityTokens));
    }
  }

  /** Says of each backend why it is not up. */
  String nobodyIsUp() {
    StringBuilder text = new StringBuilder("no backend is up:");
    for (BackendEntry backend : fleet.all()) {
      text.append(' ').append(backend.id()).append(' ').append(backend.health);
      if (backend.lastFailure != null) {
        text.append(" (").append(backend.lastFailure).append(')');
      }
      text.append(';');
    }
    return text.substring(0, text.length() - 1);
  }
}
