package io.thunder.internal;

import io.thunder.scheduling.ResumeGroup;
import io.thunder.scheduling.SchedulingPolicy;

/** Puts programs into the waiting pool, under what they need and the policy's order, and takes them out. */
final class Queueing {

  private final SchedulingPolicy policy;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final WaitingPool pool;
  private final Reservations reservations;

  Queueing(
      SchedulingPolicy policy,
      Fleet fleet,
      Bookkeeping books,
      WaitingPool pool,
      Reservations reservations) {
    this.policy = policy;
    this.fleet = fleet;
    this.books = books;
    this.pool = pool;
    this.reservations = reservations;
  }

  /** Adds a program that is on no backend, as it is now. */
  void add(ProgramEntry program, long now) {
    program.needTokens = program.footprint(fleet.blockTokensMax());
    ResumeGroup group = program.group();
    program.orderKey = policy
        .resumeOrder()
        .key(
            group,
            program.turns.isEmpty() ? program.pausedSinceNanos : program.waitingSinceNanos,
            program.needTokens,
            fleet.capacityMax(),
            policy.ageing().toNanos());
    pool.add(program);
    if (program.reservation != null) {
      pool.exemptFromAge(program);
      books.refresh(program.reservation, now);
    }
  }

  /** Adds a program if it is a candidate without a turn, too. */
  void addIdle(ProgramEntry program, long now) {
    if (policy.resumeIdle()) {
      add(program, now);
    }
  }

  /** Takes a program out, before it changes; returns whether it was there. */
  boolean remove(ProgramEntry program) {
    boolean there = pool.contains(program);
    if (there) {
      pool.remove(program);
    }
    return there;
  }

  /** Starts or stops the clock that runs while turns wait. */
  void runClock(long now) {
    books.waiting(pool.anyTurnWaits() || !reservations.isEmpty(), now);
  }
}
