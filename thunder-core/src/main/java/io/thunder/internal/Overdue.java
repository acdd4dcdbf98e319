package io.thunder.internal;

import org.jspecify.annotations.Nullable;

/**
 * Finds what is taken for dead: programs without a turn for too long, and turns in flight of which
 * nothing was heard for too long.
 *
 * <p>Programs stay here for all their lives, ordered by when they were to be looked at next as it was
 * known when they were last looked at. Neither a turn nor its end changes that; who comes to the top
 * because of what was true once is put where he belongs by now. Each program is looked at once per
 * bound, not twice per turn.
 */
final class Overdue {

  /** A century, in nanoseconds: "never", without an overflow. */
  private static final long NEVER = 36_500L * 86_400 * 1_000_000_000;

  private final long idleNanos;
  private final long leaseNanos;

  /** A program that has nothing overdue now has nothing overdue before so long has passed. */
  private final long spanNanos;

  private final IndexedHeap<ProgramEntry> byNextLook = new IndexedHeap<>(
      p -> 0, p -> p.serial, p -> p.overdueIndex, (p, index) -> p.overdueIndex = index);

  Overdue(EngineLimits limits) {
    this.idleNanos = limits.programIdleNanos() > 0 ? limits.programIdleNanos() : NEVER;
    this.leaseNanos = limits.leaseNanos() > 0 ? limits.leaseNanos() : NEVER;
    this.spanNanos = Math.min(idleNanos, leaseNanos);
  }

  /** Adds a program that is not here, or no more; it is idle from now on, until it has a turn. */
  void add(ProgramEntry program, long nowNanos) {
    program.idleSinceNanos = nowNanos;
    byNextLook.add(program, nowNanos + spanNanos);
  }

  void remove(ProgramEntry program) {
    byNextLook.remove(program);
  }

  int size() {
    return byNextLook.size();
  }

  boolean contains(ProgramEntry program) {
    return byNextLook.contains(program);
  }

  /** A program that is overdue itself, or has a turn that is; or null. */
  @Nullable
  ProgramEntry first(long nowNanos) {
    ProgramEntry top = byNextLook.peek();
    while (top != null && byNextLook.keyOf(top) <= nowNanos) {
      long due = dueNanos(top, nowNanos);
      if (due <= nowNanos) {
        return top;
      }
      byNextLook.update(top, Math.min(due, nowNanos + spanNanos));
      top = byNextLook.peek();
    }
    return null;
  }

  /** When a program, or a turn of it, is overdue unless something is heard of it. */
  long dueNanos(ProgramEntry program, long nowNanos) {
    if (program.turns.isEmpty()) {
      return program.idleSinceNanos + idleNanos;
    }
    long due = nowNanos + NEVER; // turns that wait have a bound of their own
    if (program.backend != null) {
      for (TurnTicket turn : program.turns) {
        due = Math.min(due, dueNanos(turn));
      }
    }
    return due;
  }

  /** When a turn in flight is overdue unless something is heard of it. */
  long dueNanos(TurnTicket turn) {
    return turn.lastSignNanos + leaseNanos;
  }
}
