package io.thunder.examples.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes of heap that threads of this JVM have taken since they began. */
final class Allocation {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private Allocation() {}

  static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** What all others took that are alive; those that OkHttp keeps are, for minutes. */
  static long ofOtherThreads() {
    long current = Thread.currentThread().getId();
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    long sum = 0;
    for (int i = 0; i < ids.length; i++) {
      // A thread that has ended in between has -1.
      sum += ids[i] == current ? 0 : Math.max(0, bytes[i]);
    }
    return sum;
  }
}
