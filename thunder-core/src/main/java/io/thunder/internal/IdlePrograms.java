package io.thunder.internal;

import org.jspecify.annotations.Nullable;

/**
 * Finds the programs that have had no turn for longest, so that they can expire.
 *
 * <p>Programs stay here for all their lives, ordered by when they were idle as it was known when they
 * were last looked at. Becoming idle, or ceasing to be, changes nothing; who comes to the top because
 * of what was true once is put where he belongs by now. Each program is looked at once per timeout,
 * not twice per turn.
 */
final class IdlePrograms {

  private final IndexedHeap<ProgramEntry> byLastSeen = new IndexedHeap<>(
      p -> p.idleSinceNanos, p -> p.serial, p -> p.idleIndex, (p, index) -> p.idleIndex = index);

  /** Adds a program that is not here, or no more; it is idle from now on, until it has a turn. */
  void add(ProgramEntry program, long nowNanos) {
    program.idleSinceNanos = nowNanos;
    byLastSeen.add(program);
  }

  void remove(ProgramEntry program) {
    byLastSeen.remove(program);
  }

  int size() {
    return byLastSeen.size();
  }

  boolean contains(ProgramEntry program) {
    return byLastSeen.contains(program);
  }

  /** A program that has been idle for at least so long, or null. */
  @Nullable
  ProgramEntry idleFor(long nanos, long nowNanos) {
    ProgramEntry top = byLastSeen.peek();
    while (top != null && nowNanos - byLastSeen.keyOf(top) >= nanos) {
      if (!top.turns.isEmpty()) {
        top.idleSinceNanos = nowNanos; // it will not be idle before now
      } else if (nowNanos - top.idleSinceNanos >= nanos) {
        return top;
      }
      byLastSeen.update(top);
      top = byLastSeen.peek();
    }
    return null;
  }
}
