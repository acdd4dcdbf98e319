package io.thunder.examples.benchmarks;

import java.io.IOException;
import org.HdrHistogram.Histogram;

/** One of several callers that are compared, and what was seen of it. Not thread-safe. */
final class Arm {

  private static final int DIGITS = 3;

  private final String name;
  private final Caller caller;
  private final Histogram nanos = new Histogram(DIGITS);
  private final Histogram firstNanos = new Histogram(DIGITS);
  private long allocatedHere;
  private long allocatedElsewhere;
  private long answerChars;

  Arm(String name, Caller caller) {
    this.name = name;
    this.caller = caller;
  }

  String name() {
    return name;
  }

  Caller caller() {
    return caller;
  }

  /** Calls without looking. */
  void warmUp(int calls) throws IOException {
    for (int i = 0; i < calls; i++) {
      caller.prepare();
      answerChars += caller.call();
    }
  }

  /** Calls one after the other, and records. */
  void measure(int calls) throws IOException {
    long elsewhereBefore = Allocation.ofOtherThreads();
    long hereBefore = Allocation.ofThisThread();
    for (int i = 0; i < calls; i++) {
      caller.prepare();
      long startNanos = System.nanoTime();
      answerChars += caller.call();
      long tookNanos = System.nanoTime() - startNanos;
      nanos.recordValue(tookNanos);
      if (i == 0) {
        firstNanos.recordValue(tookNanos);
      }
    }
    allocatedHere += Allocation.ofThisThread() - hereBefore;
    allocatedElsewhere += Allocation.ofOtherThreads() - elsewhereBefore;
    if (answerChars == 0) {
      throw new IllegalStateException(name + " got empty answers");
    }
  }

  /** Of all calls. */
  Histogram nanos() {
    return nanos;
  }

  /** Of those that came first in a turn, when the processor's caches were full of the others. */
  Histogram firstNanos() {
    return firstNanos;
  }

  /** What the calling thread allocated per call, in bytes. */
  double allocatedByCaller() {
    return (double) allocatedHere / nanos.getTotalCount();
  }

  /** What all threads of this JVM allocated per call, in bytes. */
  double allocated() {
    return (double) (allocatedHere + allocatedElsewhere) / nanos.getTotalCount();
  }
}
