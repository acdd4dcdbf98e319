package io.thunder.internal;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The programs that have neither a turn in flight nor one waiting, the longest idle first. */
final class IdlePrograms {

  private final IndexedHeap<ProgramEntry> bySince = new IndexedHeap<>(
      Comparator.<ProgramEntry>comparingLong(p -> p.idleSinceNanos)
          .thenComparingLong(p -> p.serial),
      p -> p.ageIndex,
      (p, index) -> p.ageIndex = index);

  void add(ProgramEntry program, long nowNanos) {
    program.idleSinceNanos = nowNanos;
    bySince.add(program);
  }

  /** Removes a program if it is here. */
  void remove(ProgramEntry program) {
    if (bySince.contains(program)) {
      bySince.remove(program);
    }
  }

  @Nullable
  ProgramEntry oldest() {
    return bySince.peek();
  }
}
