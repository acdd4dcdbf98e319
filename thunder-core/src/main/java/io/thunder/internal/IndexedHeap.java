package io.thunder.internal;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A heap whose elements know their place, so that any of them can be removed or re-ordered in
 * O(log n) and no operation allocates (but for growth of the arrays). Not thread-safe.
 *
 * <p>Elements lie scattered in memory, and with many of them each look at one is a cache miss. So
 * keys are copied beside the elements when they are added, and comparing touches no element; four
 * children per node halve the depth, and the keys of four children fill one cache line.
 *
 * @param <E> the element; it keeps its index in a field of its own, -1 while it is in no heap
 */
@SuppressWarnings("ReferenceEquality") // an element is where its own index says, or it is not
final class IndexedHeap<E> {

  static final int ABSENT = -1;

  private static final int CHILDREN = 4;
  private static final int CAPACITY_MIN = 16;

  private final ToLongFunction<? super E> key;
  private final ToLongFunction<? super E> tie;
  private final ToIntFunction<? super E> indexOf;
  private final ObjIntConsumer<? super E> setIndex;
  private @Nullable Object[] elements = new @Nullable Object[CAPACITY_MIN];

  /** Two numbers for each element: its key, and what decides between equal keys. */
  private long[] keys = new long[2 * CAPACITY_MIN];

  private int size;

  /**
   * Creates an empty heap.
   *
   * @param key what elements are ordered by, the smallest first; read when an element is added or
   *     updated
   * @param tie decides between equal keys, the smaller first; never the same for two elements
   * @param indexOf reads an element's index
   * @param setIndex writes an element's index
   */
  IndexedHeap(
      ToLongFunction<? super E> key,
      ToLongFunction<? super E> tie,
      ToIntFunction<? super E> indexOf,
      ObjIntConsumer<? super E> setIndex) {
    this.key = key;
    this.tie = tie;
    this.indexOf = indexOf;
    this.setIndex = setIndex;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The first element in order, or null. */
  @Nullable
  E peek() {
    return size == 0 ? null : at(0);
  }

  /** Any element by position; the first is at 0, the others in no particular order. */
  @SuppressWarnings({"unchecked", "NullAway"}) // only add() writes, and below size nothing is null
  E at(int index) {
    return (E) elements[index];
  }

  /** The key that an element was added, or last updated, with. */
  long keyOf(E element) {
    return keys[2 * indexOf.applyAsInt(element)];
  }

  boolean contains(E element) {
    int index = indexOf.applyAsInt(element);
    return index >= 0 && index < size && elements[index] == element;
  }

  void add(E element) {
    add(element, key.applyAsLong(element));
  }

  /** Adds an element under another key than its own. */
  void add(E element, long elementKey) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
      keys = Arrays.copyOf(keys, size * 4);
    }
    siftUp(size++, element, elementKey, tie.applyAsLong(element));
  }

  void remove(E element) {
    int index = indexOf.applyAsInt(element);
    E last = at(--size);
    elements[size] = null;
    setIndex.accept(element, ABSENT);
    if (last != element) {
      sift(index, last, keys[2 * size], keys[2 * size + 1]);
    }
    if (elements.length > CAPACITY_MIN && 4 * size < elements.length) { // most are gone
      elements = Arrays.copyOf(elements, elements.length / 2);
      keys = Arrays.copyOf(keys, keys.length / 2);
    }
  }

  /** Restores the order after an element's key changed. */
  void update(E element) {
    update(element, key.applyAsLong(element));
  }

  /** Puts an element where another key than its own belongs. */
  void update(E element, long elementKey) {
    sift(indexOf.applyAsInt(element), element, elementKey, tie.applyAsLong(element));
  }

  /** Puts an element where it belongs, starting from a place that is free. */
  private void sift(int index, E element, long elementKey, long elementTie) {
    if (index > 0 && isBefore(elementKey, elementTie, (index - 1) / CHILDREN)) {
      siftUp(index, element, elementKey, elementTie);
    } else {
      siftDown(index, element, elementKey, elementTie);
    }
  }

  private void siftUp(int from, E element, long elementKey, long elementTie) {
    int index = from;
    while (index > 0) {
      int parent = (index - 1) / CHILDREN;
      if (!isBefore(elementKey, elementTie, parent)) {
        break;
      }
      move(parent, index);
      index = parent;
    }
    put(index, element, elementKey, elementTie);
  }

  private void siftDown(int from, E element, long elementKey, long elementTie) {
    int index = from;
    int child = firstChild(index);
    while (child < size && !isBefore(elementKey, elementTie, child)) {
      move(child, index);
      index = child;
      child = firstChild(index);
    }
    put(index, element, elementKey, elementTie);
  }

  /** The child that goes before its siblings; beyond the end if there is none. */
  private int firstChild(int parent) {
    int first = CHILDREN * parent + 1;
    int end = Math.min(first + CHILDREN, size);
    int best = first;
    for (int child = first + 1; child < end; child++) {
      if (isBefore(keys[2 * child], keys[2 * child + 1], best)) {
        best = child;
      }
    }
    return best;
  }

  private boolean isBefore(long elementKey, long elementTie, int index) {
    long other = keys[2 * index];
    return elementKey < other || (elementKey == other && elementTie < keys[2 * index + 1]);
  }

  private void move(int from, int to) {
    put(to, at(from), keys[2 * from], keys[2 * from + 1]);
  }

  private void put(int index, E element, long elementKey, long elementTie) {
    elements[index] = element;
    keys[2 * index] = elementKey;
    keys[2 * index + 1] = elementTie;
    setIndex.accept(element, index);
  }
}
