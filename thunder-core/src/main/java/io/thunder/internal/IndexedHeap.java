package io.thunder.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose elements know their place, so that any of them can be removed or re-ordered
 * in O(log n) and no operation allocates (but for growth of the array). Not thread-safe.
 *
 * @param <E> the element; it keeps its index in a field of its own, -1 while it is in no heap
 */
@SuppressWarnings("ReferenceEquality") // an element is where its own index says, or it is not
final class IndexedHeap<E> {

  static final int ABSENT = -1;

  private final Comparator<? super E> order;
  private final ToIntFunction<? super E> indexOf;
  private final ObjIntConsumer<? super E> setIndex;
  private @Nullable Object[] elements = new @Nullable Object[16];
  private int size;

  IndexedHeap(
      Comparator<? super E> order,
      ToIntFunction<? super E> indexOf,
      ObjIntConsumer<? super E> setIndex) {
    this.order = order;
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

  boolean contains(E element) {
    int index = indexOf.applyAsInt(element);
    return index >= 0 && index < size && elements[index] == element;
  }

  void add(E element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    put(size, element);
    siftUp(size++);
  }

  void remove(E element) {
    int index = indexOf.applyAsInt(element);
    E last = at(--size);
    elements[size] = null;
    setIndex.accept(element, ABSENT);
    if (last != element) {
      put(index, last);
      siftDown(siftUp(index));
    }
  }

  /** Restores the order after an element's key changed. */
  void update(E element) {
    siftDown(siftUp(indexOf.applyAsInt(element)));
  }

  private int siftUp(int from) {
    int index = from;
    E element = at(index);
    while (index > 0) {
      int parent = (index - 1) >>> 1;
      if (order.compare(element, at(parent)) >= 0) {
        break;
      }
      put(index, at(parent));
      index = parent;
    }
    put(index, element);
    return index;
  }

  private void siftDown(int from) {
    int index = from;
    E element = at(index);
    while (true) {
      int child = 2 * index + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && order.compare(at(child + 1), at(child)) < 0) {
        child++;
      }
      if (order.compare(element, at(child)) <= 0) {
        break;
      }
      put(index, at(child));
      index = child;
    }
    put(index, element);
  }

  private void put(int index, E element) {
    elements[index] = element;
    setIndex.accept(element, index);
  }
}
