package io.thunder.examples.benchmarks;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Which program asks next: one that comes back, else a new one. Thread-safe. */
final class ProgramNames {

  private final AtomicLong count = new AtomicLong();
  private final Queue<String> returning = new ConcurrentLinkedQueue<>();

  String next() {
    String known = returning.poll();
    return known == null ? "program-" + count.incrementAndGet() : known;
  }

  /** Lets a program ask once more. */
  void comesBack(String program) {
    returning.add(program);
  }
}
