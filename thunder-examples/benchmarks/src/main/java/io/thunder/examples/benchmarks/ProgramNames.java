package io.thunder.examples.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/** A name for each new program. Thread-safe. */
final class ProgramNames {

  private final AtomicLong count = new AtomicLong();

  String next() {
    return "program-" + count.incrementAndGet();
  }
}
