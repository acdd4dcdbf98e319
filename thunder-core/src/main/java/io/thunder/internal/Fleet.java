package io.thunder.internal;

import io.thunder.backend.BackendId;
import io.thunder.capacity.Blocks;
import io.thunder.scheduling.Placement;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The backends, the one with the most room found in O(1). */
final class Fleet {

  /** How many backends are compared by speed. */
  private static final int CANDIDATES_MAX = 64;

  private final SchedulingPolicy policy;
  private final Map<BackendId, BackendEntry> backends = new LinkedHashMap<>();
  private final TurnPace pace = new TurnPace();

  /** Backends that are up, the most room on top. */
  private final IndexedHeap<BackendEntry> byRoom = new IndexedHeap<>(
      b -> -b.roomTokens, b -> b.serial, b -> b.roomIndex, (b, index) -> b.roomIndex = index);

  /** The largest capacity of all backends, 0 if there are none. */
  private long capacityMax;

  private boolean allCapacitiesKnown;

  private int blockTokensMax = Blocks.DEFAULT_TOKENS;

  /** The backend that a program was placed on last. */
  private long lastSerial = -1;

  Fleet(SchedulingPolicy policy) {
    this.policy = policy;
  }

  Collection<BackendEntry> all() {
    return backends.values();
  }

  /** How long the turns of all backends take. */
  TurnPace pace() {
    return pace;
  }

  boolean isEmpty() {
    return backends.isEmpty();
  }

  boolean anyUp() {
    return !byRoom.isEmpty();
  }

  /** Whether turns may count on any backend. */
  boolean anyPromising() {
    return anyUp() || backends.values().stream().anyMatch(BackendEntry::isPromising);
  }

  /** Whether there is any but those that have failed many turns in a row. */
  boolean anySound() {
    return backends.values().stream().anyMatch(BackendEntry::isSound);
  }

  int upCount() {
    return byRoom.size();
  }

  @Nullable
  BackendEntry get(BackendId id) {
    return backends.get(id);
  }

  boolean isUp(BackendId id) {
    BackendEntry backend = backends.get(id);
    return backend != null && backend.isUp();
  }

  void add(BackendEntry backend) {
    backends.put(backend.id(), backend);
    refreshCapacity();
  }

  void remove(BackendEntry backend) {
    backends.remove(backend.id());
    if (byRoom.contains(backend)) {
      byRoom.remove(backend);
    }
    refreshCapacity();
  }

  long capacityMax() {
    return capacityMax;
  }

  /** The most that any backend can hold; boundless while one of them has not shown its size. */
  long capacityBound() {
    return allCapacitiesKnown ? capacityMax : Long.MAX_VALUE;
  }

  /** The largest block of all backends: in such blocks a program needs about as much anywhere. */
  int blockTokensMax() {
    return blockTokensMax;
  }

  /** To be called after a capacity or a block size changed. */
  void refreshCapacity() {
    capacityMax = 0;
    allCapacitiesKnown = !backends.isEmpty();
    blockTokensMax = Blocks.DEFAULT_TOKENS;
    for (BackendEntry backend : backends.values()) {
      capacityMax = Math.max(capacityMax, backend.capacityTokens);
      allCapacitiesKnown &= backend.capacityKnown;
      blockTokensMax = Math.max(blockTokensMax, backend.blockTokens);
    }
    for (BackendEntry backend : backends.values()) {
      backend.largest = backend.capacityTokens == capacityMax;
      if (backend.programs.isEmpty() && backend.reservedFor == null && byRoom.contains(backend)) {
        backend.roomTokens = orderingRoom(backend, /* nowNanos= */ 0); // nothing here fades
        byRoom.update(backend);
      }
    }
  }

  /** Brings the order up to date after the room, or the health, of a backend changed. */
  void refresh(BackendEntry backend, long nowNanos) {
    backend.roomTokens = orderingRoom(backend, nowNanos);
    boolean listed = byRoom.contains(backend);
    if (backend.isUp() && !listed) {
      byRoom.add(backend);
    } else if (!backend.isUp() && listed) {
      byRoom.remove(backend);
    } else if (listed) {
      byRoom.update(backend);
    }
  }

  /** Whether a backend is among those that are found by their room. */
  boolean finds(BackendEntry backend) {
    return byRoom.contains(backend);
  }

  /** The room by which a backend should be found at any time, where nothing fades with time. */
  long roomUnfaded(BackendEntry backend) {
    return orderingRoom(backend, /* nowNanos= */ 0);
  }

  private long orderingRoom(BackendEntry backend, long nowNanos) {
    if (!policy.capacityAware() || !backend.programs.isEmpty() || backend.reservedFor != null) {
      return backend.room(nowNanos);
    }
    if (backend.largest) {
      return Long.MAX_VALUE;
    }
    return backend.capacityKnown ? backend.capacityTokens : Long.MAX_VALUE - 1;
  }

  /** The backend with the most room, or null if none is up. */
  @Nullable
  BackendEntry roomiest() {
    return byRoom.peek();
  }

  /** The most that can be placed anywhere. */
  long roomMax() {
    BackendEntry top = byRoom.peek();
    if (top == null) {
      return -1;
    }
    return policy.capacityAware() ? top.roomTokens : Long.MAX_VALUE;
  }

  /** The most tokens that are free for placing anywhere, 0 if none are. */
  long freeTokensMax() {
    return Math.max(0, Math.min(roomMax(), capacityMax));
  }

  /** The backend with the most room that no reservation keeps, and that can hold it; or null. */
  @Nullable
  BackendEntry mostFreeUnreserved(ProgramEntry program) {
    BackendEntry best = null;
    for (BackendEntry backend : backends.values()) {
      boolean better = best == null || backend.roomTokens > best.roomTokens;
      if (better && backend.isUp() && backend.reservedFor == null && backend.holds(program)) {
        best = backend;
      }
    }
    return best;
  }

  /**
   * Where a program is placed, or null if it fits nowhere.
   *
   * @param failed which backends have failed its turn; they are the last choice
   */
  @Nullable
  BackendEntry place(ProgramEntry program, FailedBackends failed, long nowNanos) {
    BackendEntry before = program.cachedOn();
    if (policy.stickyResume()
        && before != null
        && before.isUp()
        && !failed.contains(before.id())
        && backends.get(before.id()) == before
        && before.fits(program, nowNanos)) {
      return before;
    }
    BackendEntry top = byRoom.peek();
    if (top == null) {
      return null;
    }
    if (policy.placement() != Placement.MOST_FREE || failed.contains(top.id())) {
      BackendEntry found = search(program, failed, nowNanos);
      if (found != null) {
        return found;
      }
    }
    return top.fits(program, nowNanos) ? top : null;
  }

  /** Whether a program fits anywhere; mostly the one with the most room tells. */
  boolean hasRoomFor(ProgramEntry program, FailedBackends failed, long nowNanos) {
    BackendEntry top = byRoom.peek();
    return top != null && (top.fits(program, nowNanos) || place(program, failed, nowNanos) != null);
  }

  private @Nullable BackendEntry search(
      ProgramEntry program, FailedBackends failed, long nowNanos) {
    Routing routing = routing(nowNanos);
    BackendEntry best = null;
    int wanted = Integer.MAX_VALUE;
    double least = Double.POSITIVE_INFINITY;
    for (BackendEntry backend : candidates()) {
      int reluctance = failed.reluctance(backend.id());
      double cost = routing.cost(backend, program);
      boolean better = reluctance < wanted
          || (reluctance == wanted
              && (cost < least || (cost == least && backend == program.cachedOn())));
      if (better && backend.isUp() && backend.fits(program, nowNanos)) {
        best = backend;
        wanted = reluctance;
        least = cost;
      }
    }
    return best;
  }

  /**
   * Where to look. Of many backends that differ in speed, some of those with the most room will do:
   * those at the front of the heap, the one with the most room among them.
   */
  private Collection<BackendEntry> candidates() {
    if (!policy.capacityAware()
        || policy.placement() != Placement.LEAST_LATENCY
        || byRoom.size() <= CANDIDATES_MAX) {
      return backends.values();
    }
    List<BackendEntry> some = new ArrayList<>(CANDIDATES_MAX);
    for (int i = 0; i < CANDIDATES_MAX; i++) {
      some.add(byRoom.at(i));
    }
    return some;
  }

  /** Whether the policy would rather place a program on one backend than on another. */
  boolean prefers(BackendEntry backend, BackendEntry other, ProgramEntry program, long nowNanos) {
    Routing routing = routing(nowNanos);
    return routing.cost(backend, program) < routing.cost(other, program);
  }

  private Routing routing(long nowNanos) {
    return Routing.at(nowNanos, policy, backends.values(), roomMax(), lastSerial);
  }

  /** Notes where a program was placed. */
  void placedOn(BackendEntry backend) {
    lastSerial = backend.serial;
  }
}
