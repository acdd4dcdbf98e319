package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.event.ThunderEvent;
import io.thunder.program.TurnOutcome;
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

  /** After so long another turn may try a backend that has failed many, if one has no end yet. */
  private static final long TRIAL_NANOS = 10_000_000_000L;

  /**
   * What a router's servers may lose without all of it counting as lost. Which programs were there is
   * not known, and to believe what holds for most of them is wrong for the fewest.
   */
  private static final double LOST_SHARE_MAX = 0.5;

  private final SchedulingPolicy policy;
  private final EngineLimits limits;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final Placements placements;
  private final EngineOutput output;

  private long nobodySoundSinceNanos = Long.MIN_VALUE;
  private long healthChanges;

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

  /**
   * Since when there is no backend that turns may count on, but for those that a turn tries now and
   * then and that fail it; of no meaning while there is one.
   */
  long nobodySoundSinceNanos() {
    return nobodySoundSinceNanos;
  }

  /** How often any backend's health has changed. */
  long healthChanges() {
    return healthChanges;
  }

  /** Adds a backend that has not been heard of yet; returns it, or null if its id is taken. */
  @Nullable
  BackendEntry add(Backend added, long serial, long now) {
    if (fleet.get(added.id()) != null) {
      return null;
    }
    BackendEntry backend =
        new BackendEntry(added, serial, policy, limits.assumedCapacityTokens(), fleet.pace());
    books.startMeter(backend, now);
    boolean wasEmpty = fleet.isEmpty();
    fleet.add(backend);
    nobodySoundSinceNanos = wasEmpty ? now : nobodySoundSinceNanos;
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
    if (restarted(backend, reading.prefixQueryTokens())) {
      cacheLost(backend, 1, now);
      beginAnew(backend, now);
    }
    double share = lostShare(backend, reading.cachesLost());
    if (share > 0) {
      cacheLost(backend, Math.min(1, share), now);
    }
    books.trackLoad(backend, reading);
    BackendHealth health = backend.hasToRest(now) ? BackendHealth.RESTING : BackendHealth.UP;
    if (!changeHealth(backend, health, now) && changed) {
      announce(backend);
    }
    return backend;
  }

  /**
   * Whether an engine has started anew since it was last read: a counter only falls then, and to little.
   * One that falls to half is that of another engine behind the same URL. The sum over the servers
   * behind a router falls with any of them, and the others keep their caches: a router counts that
   * itself.
   */
  private static boolean restarted(BackendEntry backend, @Nullable Long queryTokens) {
    Long before = backend.lastQueryTokens;
    backend.lastQueryTokens = queryTokens == null ? before : queryTokens;
    boolean routed = backend.backend.kind().sessionHeader() != null;
    return !routed && before != null && queryTokens != null && queryTokens < before / 2;
  }

  /**
   * How much of what the servers behind a router had cached is gone since it was last read. A counter
   * that falls was forgotten by those who count, and begins anew.
   */
  private static double lostShare(BackendEntry backend, @Nullable Double cachesLost) {
    Double before = backend.lastCachesLost;
    backend.lastCachesLost = cachesLost == null ? before : cachesLost;
    return before == null || cachesLost == null ? 0 : cachesLost - before;
  }

  /** Holds nothing against an engine of what the one before it did. */
  private void beginAnew(BackendEntry backend, long now) {
    backend.breaker.succeeded();
    backend.failedUntilNanos = Long.MIN_VALUE; // what it asked for may have been asked by a proxy
    endTrial(backend, now);
  }

  /** Believes nothing to be cached on a backend any more; returns it, or null if it is gone. */
  @Nullable
  BackendEntry cacheLost(BackendId id, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend != null) {
      cacheLost(backend, 1, now);
    }
    return backend;
  }

  private void cacheLost(BackendEntry backend, double share, long now) {
    int programs = 0;
    if (share > LOST_SHARE_MAX) {
      programs = placements.cacheLost(backend, now);
    } else {
      placements.cacheLostInPart(backend, now);
    }
    if (output.isListening()) {
      output.event(new ThunderEvent.CacheLost(backend.id(), share, programs));
    }
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

  /** Takes over what turns have taught of a backend's cache. */
  void learnt(BackendEntry backend, long now) {
    books.meter(backend, now);
    if (backend.takeLearntCapacity()) {
      fleet.refreshCapacity();
      announce(backend);
    }
    books.refresh(backend, now);
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
   * Lets a backend rest for as long as it asked, in bounds. One that did not say rests for a moment if
   * there is no other, or if the turn had failed before, and so does the one where it had: it, and those
   * that wait, would all be sent there again at once, until they may be no more.
   *
   * @return whether any is no longer up
   */
  boolean overloaded(Command.BackendOverloaded overload, long now) {
    BackendEntry backend = fleet.get(overload.backend());
    BackendEntry before =
        overload.failedBefore() == null ? null : fleet.get(overload.failedBefore());
    boolean asked = overload.retryAfterNanos() > 0;
    boolean lone = backend != null && backend.isUp() && fleet.upCount() == 1;
    boolean changed = false;
    if (backend != null && (asked || lone || overload.failedBefore() != null)) {
      long nanos = asked ? Math.min(overload.retryAfterNanos(), REST_MAX_NANOS) : REST_NANOS;
      changed = obey(backend, overload.reason(), nanos, now);
    }
    if (before != null && !asked) {
      changed |= obey(before, overload.reason(), REST_NANOS, now);
    }
    return changed;
  }

  private boolean obey(BackendEntry backend, String reason, long nanos, long now) {
    backend.askedUntilNanos = Math.max(backend.askedUntilNanos, now + nanos);
    return rest(backend, reason, now);
  }

  private boolean rest(BackendEntry backend, String reason, long now) {
    backend.lastFailure = reason;
    return backend.health == BackendHealth.UP && changeHealth(backend, BackendHealth.RESTING, now);
  }

  /**
   * Learns from how a turn ended whether its backend is to be left alone, or on trial no longer.
   *
   * @return whether it is up now and was not before
   */
  boolean judge(BackendEntry backend, TurnTicket turn, TurnOutcome outcome, long now) {
    boolean onTrial = backend.trial == turn;
    if (outcome == TurnOutcome.SUCCEEDED) {
      backend.breaker.succeeded();
      backend.failedProbes = 0;
    } else if (outcome == TurnOutcome.FAILED) {
      leaveAlone(backend, onTrial, now);
    }
    boolean ends = onTrial || (backend.trial != null && outcome == TurnOutcome.SUCCEEDED);
    return ends && endTrial(backend, now);
  }

  /** Gives up waiting for a turn on trial that takes long, so that another one tries. */
  boolean trialTakesLong(BackendEntry backend, long now) {
    TurnTicket trial = backend.trial;
    return trial != null && now - trial.admittedNanos >= TRIAL_NANOS && endTrial(backend, now);
  }

  /** Learns from a turn that generates; returns whether its backend is up now and was not before. */
  boolean generates(BackendEntry backend, TurnTicket turn, long now) {
    if (backend.trial != turn) {
      return false;
    }
    backend.breaker.succeeded();
    return endTrial(backend, now);
  }

  private boolean endTrial(BackendEntry backend, long now) {
    backend.trial = null;
    books.refresh(backend, now);
    return backend.isUp();
  }

  private void leaveAlone(BackendEntry backend, boolean onTrial, long now) {
    boolean anySound = fleet.anySound();
    long nanos = backend.breaker.failed(onTrial);
    if (nanos > 0) {
      backend.failedUntilNanos = Math.max(backend.failedUntilNanos, now + nanos);
      rest(backend, "turns failed one after another", now);
      noteIfNoneIs(anySound, now);
    }
  }

  private void noteIfNoneIs(boolean anySound, long now) {
    if (anySound && !fleet.anySound()) {
      nobodySoundSinceNanos = now;
    }
  }

  /** Ends a rest whose time is over; returns whether it did. */
  boolean rested(BackendEntry backend, long now) {
    return backend.health == BackendHealth.RESTING
        && !backend.hasToRest(now)
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
    boolean anySound = fleet.anySound();
    backend.health = health;
    healthChanges++;
    if (backend.isResting()) {
      placements.dropReservationOn(backend, now);
    } else if (!backend.isUp()) {
      backend.trial = null;
      placements.evict(backend, now);
    }
    books.refresh(backend, now);
    noteIfNoneIs(anySound, now);
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
