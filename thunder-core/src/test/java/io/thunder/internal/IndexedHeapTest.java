package io.thunder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IndexedHeapTest {

  private static final class Item {
    private static long created;

    final long serial = created++;
    long key;
    int index = IndexedHeap.ABSENT;

    Item(long key) {
      this.key = key;
    }
  }

  private static final Comparator<Item> ORDER =
      Comparator.<Item>comparingLong(item -> item.key).thenComparingLong(item -> item.serial);

  private static IndexedHeap<Item> heap() {
    return new IndexedHeap<>(
        item -> item.key, item -> item.serial, item -> item.index, (item, i) -> item.index = i);
  }

  @Test
  void peek_randomChanges_agreesWithAPriorityQueue() {
    SplittableRandom random = new SplittableRandom(11);
    IndexedHeap<Item> heap = heap();
    PriorityQueue<Item> model = new PriorityQueue<>(ORDER);
    List<Item> inside = new ArrayList<>();
    for (int step = 0; step < 50_000; step++) {
      int kind = random.nextInt(10);
      if (kind < 4 || inside.isEmpty()) {
        Item item = new Item(random.nextLong(200));
        heap.add(item);
        model.add(item);
        inside.add(item);
      } else {
        Item item = inside.get(random.nextInt(inside.size()));
        model.remove(item);
        if (kind < 7) {
          item.key = random.nextLong(200);
          heap.update(item);
          model.add(item);
        } else {
          heap.remove(item);
          inside.remove(item);
          assertThat(heap.contains(item)).isFalse();
          assertThat(item.index).isEqualTo(IndexedHeap.ABSENT);
        }
      }
      assertThat(heap.size()).isEqualTo(model.size());
      assertThat(heap.isEmpty()).isEqualTo(model.isEmpty());
      if (!model.isEmpty()) {
        assertThat(heap.peek()).isSameAs(model.peek());
      }
    }
    for (Item item : inside) {
      assertThat(heap.contains(item)).isTrue();
      assertThat(heap.at(item.index)).isSameAs(item);
    }
  }

  @Test
  void remove_untilEmpty_yieldsElementsInOrder() {
    SplittableRandom random = new SplittableRandom(12);
    IndexedHeap<Item> heap = heap();
    for (int i = 0; i < 1_000; i++) {
      heap.add(new Item(random.nextLong()));
    }

    List<Long> keys = new ArrayList<>();
    while (!heap.isEmpty()) {
      Item first = heap.peek();
      keys.add(first.key);
      heap.remove(first);
    }

    assertThat(keys).hasSize(1_000).isSorted();
    assertThat(heap.peek()).isNull();
  }

  @Test
  void contains_elementOfAnotherHeap_isFalse() {
    IndexedHeap<Item> one = heap();
    IndexedHeap<Item> other = heap();
    Item item = new Item(1);
    one.add(item);
    other.add(new Item(2));

    assertThat(one.contains(item)).isTrue();
    assertThat(other.contains(item)).isFalse();
  }
}
