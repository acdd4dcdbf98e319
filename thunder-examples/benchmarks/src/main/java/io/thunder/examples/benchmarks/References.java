package io.thunder.examples.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Does the work of each {@link Reference}, and measures it. */
final class References {

  private static final int DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1_000;

  /** A round is so short that most are not interrupted on a busy machine either. */
  private static final int ROUND_STEPS = 5_000;

  private static final int WARMUP_ROUNDS = 500;
  private static final int ROUNDS = 501;
  private static final int LOADS = 8;
  private static final int KEYS = 10_000;

  /** Half a megabyte of indices: more than a first-level cache, less than a second-level one. */
  private static final int LINKS = 1 << 17;

  private static final int WAKEUPS = 10_000;

  private References() {}

  /** Measures now what each reference costs; takes about half a second. */
  static Map<Reference, Double> measure() throws InterruptedException {
    return Map.of(
        Reference.COMPUTE, computeNanos(), Reference.WAKEUP, wakeupNanos() / NANOS_PER_MICRO);
  }

  /** The median over rounds, so that a round that lost its core does not count. */
  private static double computeNanos() {
    int[] links = cycle();
    Integer[] keys = new Integer[KEYS];
    Map<Integer, Integer> map = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      keys[i] = i;
      map.put(i, links[i]);
    }
    Histogram nanos = new Histogram(DIGITS);
    int at = 0;
    for (int round = -WARMUP_ROUNDS; round < ROUNDS; round++) {
      long startNanos = System.nanoTime();
      at = steps(at, links, keys, map);
      if (round >= 0) {
        nanos.recordValue(System.nanoTime() - startNanos);
      }
    }
    return (double) nanos.getValueAtPercentile(50) / ROUND_STEPS;
  }

  /** Goes from place to place; where it comes next depends on all that it read. */
  private static int steps(int start, int[] links, Integer[] keys, Map<Integer, Integer> map) {
    int at = start;
    for (int step = 0; step < ROUND_STEPS; step++) {
      for (int load = 0; load < LOADS; load++) {
        at = links[at];
      }
      Integer key = keys[at % KEYS];
      Integer value = Objects.requireNonNull(map.put(key, key));
      at = (at + value) & (LINKS - 1);
    }
    return at;
  }

  /** A random order of all indices, each holding the next one. */
  private static int[] cycle() {
    SplittableRandom random = new SplittableRandom(1);
    int[] next = new int[LINKS];
    for (int i = 0; i < LINKS; i++) {
      next[i] = i;
    }
    // Sattolo's algorithm: a permutation that is one cycle.
    for (int i = LINKS - 1; i > 0; i--) {
      int other = random.nextInt(i);
      int swapped = next[i];
      next[i] = next[other];
      next[other] = swapped;
    }
    return next;
  }

  /** The median of one thread waking another and being woken by it. */
  private static double wakeupNanos() throws InterruptedException {
    AtomicInteger turn = new AtomicInteger();
    Thread caller = Thread.currentThread();
    Thread other = new Thread(() -> {
      for (int i = 0; i < WAKEUPS; i++) {
        awaitTurn(turn, 2 * i + 1);
        turn.set(2 * i + 2);
        LockSupport.unpark(caller);
      }
    });
    other.setDaemon(true);
    other.start();
    Histogram nanos = new Histogram(DIGITS);
    for (int i = 0; i < WAKEUPS; i++) {
      long startNanos = System.nanoTime();
      turn.set(2 * i + 1);
      LockSupport.unpark(other);
      awaitTurn(turn, 2 * i + 2);
      nanos.recordValue(System.nanoTime() - startNanos);
    }
    other.join();
    return nanos.getValueAtPercentile(50);
  }

  private static void awaitTurn(AtomicInteger turn, int number) {
    while (turn.get() != number) {
      LockSupport.park();
    }
  }
}
