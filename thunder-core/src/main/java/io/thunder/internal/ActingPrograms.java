package io.thunder.internal;

import io.thunder.program.ProgramState;
import io.thunder.scheduling.PauseOrder;
import org.jspecify.annotations.Nullable;

/** The programs of one backend whose tools run: how many, what they would free, whom to pause first. */
final class ActingPrograms {

  /** A program's size may grow by this share before its place in the order by size is looked at. */
  private static final long SLACK_SHARE = 8;

  private final PauseOrder order;
  private final LaggingHeap inOrder;

  /** By size, the largest first: whom to pause next if the first one was not enough. */
  private final LaggingHeap largest;

  private int size;
  private long freedTokens;

  ActingPrograms(PauseOrder order) {
    this.order = order;
    this.largest = new LaggingHeap(
        p -> PauseOrder.LARGEST_FIRST.key(p.freedTokens(), /* idleSinceNanos= */ 0),
        ActingPrograms::withSlack,
        p -> p.sizeKey,
        (p, key) -> p.sizeKey = key,
        p -> p.sizeIndex,
        (p, index) -> p.sizeIndex = index);
    this.inOrder = order == PauseOrder.LARGEST_FIRST
        ? largest
        : new LaggingHeap(
            p -> order.key(p.freedTokens(), p.actingSinceNanos),
            key -> key,
            p -> p.actingKey,
            (p, key) -> p.actingKey = key,
            p -> p.actingIndex,
            (p, index) -> p.actingIndex = index);
  }

  /** Keys by size are negative: earlier is larger. */
  private static long withSlack(long key) {
    return key + key / SLACK_SHARE;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** What pausing all of them would free at least. */
  long freedTokens() {
    return freedTokens;
  }

  /** Adds a program whose tool starts. */
  void add(ProgramEntry program) {
    size++;
    freedTokens += program.freedTokens();
    inOrder.put(program);
    if (order == PauseOrder.LONGEST_IDLE_FIRST) {
      largest.put(program);
    }
  }

  /** Removes a program whose tool has ended, or that is about to change. */
  void remove(ProgramEntry program) {
    size--;
    freedTokens -= program.freedTokens();
  }

  /** Lets nobody find a program any more, which was removed or is to be spared. */
  void forget(ProgramEntry program) {
    inOrder.remove(program);
    largest.remove(program);
  }

  /**
   * Whom to pause, or null if there is nobody.
   *
   * @param first whether nobody was paused for the same overflow yet
   */
  @Nullable
  ProgramEntry firstToPause(boolean first) {
    LaggingHeap heap = first || order != PauseOrder.LONGEST_IDLE_FIRST ? inOrder : largest;
    return heap.first(ActingPrograms::acts);
  }

  /** Whose tool has run for the longest time, if the order is that one. */
  @Nullable
  ProgramEntry longestIdle() {
    return order == PauseOrder.LONGEST_IDLE_FIRST ? firstToPause(/* first= */ true) : null;
  }

  /** Whether a program, one of these, would be paused in its turn. */
  boolean finds(ProgramEntry program) {
    return inOrder.finds(program)
        && (order != PauseOrder.LONGEST_IDLE_FIRST || largest.finds(program));
  }

  private static boolean acts(ProgramEntry program) {
    return program.state == ProgramState.ACTING;
  }
}
