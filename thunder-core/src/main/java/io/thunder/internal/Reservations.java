package io.thunder.internal;

import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the room of backends for programs that have waited for too long, one each. */
final class Reservations {

  private final SchedulingPolicy policy;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final WaitingPool pool;
  private final Marks marks;

  /** Backends whose room is kept for somebody. */
  private final List<BackendEntry> reserved = new ArrayList<>();

  Reservations(
      SchedulingPolicy policy, Fleet fleet, Bookkeeping books, WaitingPool pool, Marks marks) {
    this.policy = policy;
    this.fleet = fleet;
    this.books = books;
    this.pool = pool;
    this.marks = marks;
  }

  boolean isEmpty() {
    return reserved.isEmpty();
  }

  /**
   * Keeps the room of a backend for the program that has waited for the longest, if that is too long.
   *
   * @return the backend, which is to make that room, or null if there is nobody, or no backend left
   */
  @Nullable
  BackendEntry reserve(long now) {
    long after = policy.reservationAfter().toNanos();
    ProgramEntry oldest = pool.oldest();
    if (after <= 0
        || !policy.capacityAware()
        || oldest == null
        || now - oldest.waitingSinceNanos < after) {
      return null;
    }
    BackendEntry backend = fleet.mostFreeUnreserved(oldest);
    if (backend != null) {
      backend.reservedFor = oldest;
      oldest.reservation = backend;
      reserved.add(backend);
      pool.exemptFromAge(oldest);
      books.refresh(backend, now);
    }
    return backend;
  }

  /** Somebody for whom enough room was kept by now, or null. */
  @Nullable
  ProgramEntry firstThatFits(long now) {
    for (BackendEntry backend : reserved) {
      ProgramEntry owner = backend.reservedFor;
      if (owner != null && backend.fits(owner, now)) {
        return owner;
      }
    }
    return null;
  }

  /** Lets those look elsewhere who have outgrown the backend that keeps room for them. */
  void dropUseless(long now) {
    for (int i = reserved.size() - 1; i >= 0; i--) {
      ProgramEntry owner = reserved.get(i).reservedFor;
      if (owner != null && !reserved.get(i).holds(owner)) {
        drop(owner, now);
      }
    }
  }

  /** Keeps no room for a program any more, if any was. */
  void drop(ProgramEntry program, long now) {
    BackendEntry backend = program.reservation;
    if (backend != null) {
      program.reservation = null;
      backend.reservedFor = null;
      reserved.remove(backend);
      if (pool.contains(program)) {
        pool.restoreToAge(program);
      }
      books.refresh(backend, now);
      if (policy.isEventDriven() && backend.isUp()) {
        marks.spare(backend); // what was marked for the reservation alone may stay
      }
    }
  }

  /** Keeps no room on a backend any more, such as one that is not up. */
  void dropOn(BackendEntry backend, long now) {
    if (backend.reservedFor != null) {
      drop(backend.reservedFor, now);
    }
  }
}
