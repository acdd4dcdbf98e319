package io.thunder.internal;

import java.util.function.LongUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A heap of programs that is rarely told when they change, and still exact about who is first.
 *
 * <p>A program is kept under a key that may be earlier than its true one, never later. So whoever is
 * first by true keys has nobody before him but such as are kept too early; those come to the top,
 * where they are put where they belong, or dropped if they are not wanted any more. Most changes move
 * a program back, and cost nothing until somebody asks: with a million programs each touch of a heap
 * is a handful of cache misses. That is why programs remember what they are kept under, and whether
 * they are here: the heap is not looked at unless they have to move forward.
 */
final class LaggingHeap {

  private final ToLongFunction<ProgramEntry> truth;
  private final LongUnaryOperator early;
  private final ToLongFunction<ProgramEntry> keptKey;
  private final ObjLongConsumer<ProgramEntry> setKeptKey;
  private final ToIntFunction<ProgramEntry> indexOf;
  private final IndexedHeap<ProgramEntry> heap;

  /**
   * Creates an empty heap.
   *
   * @param truth the true key of a program, the smallest first
   * @param early what to keep for a true key: not later, and with some way to go for keys that
   *     become earlier in small steps
   * @param keptKey reads what a program is kept under
   * @param setKeptKey writes what a program is kept under
   * @param indexOf reads a program's index
   * @param setIndex writes a program's index
   */
  LaggingHeap(
      ToLongFunction<ProgramEntry> truth,
      LongUnaryOperator early,
      ToLongFunction<ProgramEntry> keptKey,
      ObjLongConsumer<ProgramEntry> setKeptKey,
      ToIntFunction<ProgramEntry> indexOf,
      ObjIntConsumer<ProgramEntry> setIndex) {
    this.truth = truth;
    this.early = early;
    this.keptKey = keptKey;
    this.setKeptKey = setKeptKey;
    this.indexOf = indexOf;
    this.heap = new IndexedHeap<>(keptKey, p -> p.serial, indexOf, setIndex);
  }

  /** Takes in a program that is in no other heap of this kind, or takes note that it changed. */
  void put(ProgramEntry program) {
    long key = truth.applyAsLong(program);
    if (indexOf.applyAsInt(program) == IndexedHeap.ABSENT) {
      setKeptKey.accept(program, early.applyAsLong(key));
      heap.add(program);
    } else if (key < keptKey.applyAsLong(program)) {
      setKeptKey.accept(program, early.applyAsLong(key));
      heap.update(program);
    }
  }

  /** Removes a program if it is here. */
  void remove(ProgramEntry program) {
    if (heap.contains(program)) {
      heap.remove(program);
    }
  }

  /** The first of the wanted ones, or null; the others that are met on the way are removed. */
  @Nullable
  ProgramEntry first(Predicate<ProgramEntry> wanted) {
    ProgramEntry top = heap.peek();
    while (top != null) {
      long key = truth.applyAsLong(top);
      if (!wanted.test(top)) {
        heap.remove(top);
      } else if (key == keptKey.applyAsLong(top)) {
        return top;
      } else {
        setKeptKey.accept(top, key);
        heap.update(top);
      }
      top = heap.peek();
    }
    return null;
  }

  /** Whether a program would be found here in time. */
  boolean finds(ProgramEntry program) {
    return heap.contains(program) && keptKey.applyAsLong(program) <= truth.applyAsLong(program);
  }
}
