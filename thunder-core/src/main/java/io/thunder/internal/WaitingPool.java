package io.thunder.internal;

import io.thunder.program.ProgramState;
import io.thunder.scheduling.ResumeGroup;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The programs that wait for room, ordered, and searchable by what fits.
 *
 * <p>Programs are kept in classes of similar need of their own, what they may share left out, four
 * to each doubling, each class a heap in the policy's order. "The first in order that fits into x
 * tokens" then looks at one heap top per class, whatever the number of programs: O(classes + log n).
 * In the one class that x falls into only the top is looked at, so a program up to a fifth smaller
 * may be passed over while that top waits for a little more room.
 *
 * <p>New programs are kept strictly in order of arrival for a while: only the first of them is a
 * candidate, so that no small newcomer overtakes a large one.
 *
 * <p>Another heap knows who has waited for the longest, for reservations.
 */
final class WaitingPool {

  private static final int CLASSES = 4 * Long.SIZE;

  private static final Comparator<ProgramEntry> BY_KEY =
      Comparator.<ProgramEntry>comparingLong(p -> p.orderKey).thenComparingLong(p -> p.serial);

  @SuppressWarnings({"unchecked", "rawtypes"}) // generic array
  private final @Nullable IndexedHeap<ProgramEntry>[] classes = new IndexedHeap[CLASSES];

  private final IndexedHeap<ProgramEntry> byAge = new IndexedHeap<>(
      p -> p.waitingSinceNanos, p -> p.serial, p -> p.ageIndex, (p, index) -> p.ageIndex = index);

  /** One bit per class that is not empty. */
  private final long[] occupied = new long[CLASSES / Long.SIZE];

  /** New programs that have not waited for long, in order of arrival. */
  private final IndexedHeap<ProgramEntry> newcomers = new IndexedHeap<>(
      p -> p.waitingSinceNanos, p -> p.serial, p -> p.placeIndex, (p, i) -> p.placeIndex = i);

  private final long arrivalOrderNanos;
  private int size;

  /** Creates an empty pool that keeps new programs in order of arrival for so long. */
  WaitingPool(long arrivalOrderNanos) {
    this.arrivalOrderNanos = arrivalOrderNanos;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a program under its present need and key. */
  void add(ProgramEntry program) {
    if (arrivalOrderNanos > 0 && program.group() == ResumeGroup.NEW) {
      newcomers.add(program);
    } else {
      addToClass(program);
    }
    if (program.state == ProgramState.WAITING) {
      byAge.add(program);
    }
    size++;
  }

  /** Lets those newcomers that have waited for long enough be chosen like all others. */
  void mature(long nowNanos) {
    ProgramEntry oldest = newcomers.peek();
    while (oldest != null && nowNanos - oldest.waitingSinceNanos >= arrivalOrderNanos) {
      newcomers.remove(oldest);
      addToClass(oldest);
      oldest = newcomers.peek();
    }
  }

  private void addToClass(ProgramEntry program) {
    int index = classOf(program.ownTokens());
    IndexedHeap<ProgramEntry> heap = classes[index];
    if (heap == null) {
      heap = BackendEntry.programHeap();
      classes[index] = heap;
    }
    heap.add(program);
    occupied[index / Long.SIZE] |= 1L << index;
  }

  /** Removes a program; what it needs must be what it was added with. */
  void remove(ProgramEntry program) {
    if (newcomers.contains(program)) {
      newcomers.remove(program);
    } else {
      removeFromClass(program);
    }
    if (byAge.contains(program)) {
      byAge.remove(program);
    }
    size--;
  }

  private void removeFromClass(ProgramEntry program) {
    int index = classOf(program.ownTokens());
    IndexedHeap<ProgramEntry> heap = heap(index);
    heap.remove(program);
    if (heap.isEmpty()) {
      occupied[index / Long.SIZE] &= ~(1L << index);
    }
  }

  boolean contains(ProgramEntry program) {
    if (newcomers.contains(program)) {
      return true;
    }
    IndexedHeap<ProgramEntry> heap = classes[classOf(program.ownTokens())];
    return heap != null && heap.contains(program);
  }

  /**
   * The first in order among those of which at most so much is their own, and that pass a further
   * test, or null.
   */
  @Nullable
  ProgramEntry firstFitting(long tokens, Predicate<ProgramEntry> test) {
    int last = tokens < 0 ? -1 : classOf(tokens);
    ProgramEntry best = newcomers.peek();
    if (best != null && (best.ownTokens() > tokens || !test.test(best))) {
      best = null;
    }
    for (int word = 0; word < occupied.length; word++) {
      for (long bits = occupied[word]; bits != 0; bits &= bits - 1) {
        int index = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
        if (index > last) {
          return best;
        }
        ProgramEntry top = heap(index).at(0);
        boolean better = best == null || BY_KEY.compare(top, best) < 0;
        if (better && top.ownTokens() <= tokens && test.test(top)) {
          best = top;
        }
      }
    }
    return best;
  }

  /** The first in order, whatever it needs, or null. */
  @Nullable
  ProgramEntry first() {
    return firstFitting(Long.MAX_VALUE, program -> true);
  }

  /** Whether a turn waits that no reservation cares for. */
  boolean anyTurnWaits() {
    return !byAge.isEmpty();
  }

  /** Who has waited for the longest and holds no reservation, or null. */
  @Nullable
  ProgramEntry oldest() {
    return byAge.peek();
  }

  /** Takes a program out of the order of age, since a reservation cares for it now. */
  void exemptFromAge(ProgramEntry program) {
    byAge.remove(program);
  }

  /** Puts a program back into the order of age, since it lost its reservation. */
  void restoreToAge(ProgramEntry program) {
    byAge.add(program);
  }

  private IndexedHeap<ProgramEntry> heap(int index) {
    IndexedHeap<ProgramEntry> heap = classes[index];
    if (heap == null) {
      throw new IllegalStateException("no program of class " + index + " is waiting");
    }
    return heap;
  }

  /** Four classes to each doubling; monotone in the need. */
  static int classOf(long tokens) {
    if (tokens < 4) {
      return (int) Math.max(0, tokens);
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(tokens);
    return 4 * (exponent - 1) + (int) (tokens >>> (exponent - 2) & 3);
  }
}
