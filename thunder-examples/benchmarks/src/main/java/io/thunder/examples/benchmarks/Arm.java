package io.thunder.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;

/** One of several callers that are compared, and what was seen of it. Not thread-safe. */
final class Arm {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private static final int DIGITS = 3;

  private final String name;
  private final Caller caller;
  private final Histogram nanos = new Histogram(DIGITS);
  private long allocatedBytes;
  private long answerChars;

  Arm(String name, Caller caller) {
    this.name = name;
    this.caller = caller;
  }

  String name() {
    return name;
  }

  /** Calls without looking. */
  void warmUp(int calls) throws IOException {
    for (int i = 0; i < calls; i++) {
      answerChars += caller.call();
    }
  }

  /** Calls one after the other, and records. */
  void measure(int calls) throws IOException {
    long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      long startNanos = System.nanoTime();
      answerChars += caller.call();
      nanos.recordValue(System.nanoTime() - startNanos);
    }
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
  }

  Histogram nanos() {
    return nanos;
  }

  /** What the calling thread allocated per call. */
  double allocatedPerCall() {
    if (answerChars == 0) {
      throw new IllegalStateException(name + " got empty answers");
    }
    return (double) allocatedBytes / nanos.getTotalCount();
  }
}
