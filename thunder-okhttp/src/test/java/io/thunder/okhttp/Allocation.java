package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the current thread allocates, garbage included: unlike the used heap, the same every time. */
public final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Runs something twice and checks that it allocates at most so many bytes; not the first time,
   * which loads classes.
   */
  public static void assertAtMost(long bytesMax, ThrowingCallable action) throws Throwable {
    action.call();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.call();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated")
        .isLessThanOrEqualTo(bytesMax);
  }
}
