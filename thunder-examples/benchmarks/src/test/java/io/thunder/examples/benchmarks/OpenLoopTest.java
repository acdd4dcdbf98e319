package io.thunder.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {

  private final Histogram nanos = new Histogram(3);
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void run_schedule_takesItsTimeAndCallsThatOften() throws Exception {
    long startNanos = System.nanoTime();
    try (OpenLoop loop = new OpenLoop(4)) {
      loop.run(calls::incrementAndGet, 1_000, 20, nanos);
    }
    assertThat(System.nanoTime() - startNanos)
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(19));
    assertThat(calls).hasValue(20);
    assertThat(nanos.getTotalCount()).isEqualTo(20);
  }

  @Test
  void run_firstCallHoldsTheOthersUp_theirWaitCounts() throws Exception {
    try (OpenLoop loop = new OpenLoop(1)) {
      loop.run(() -> calls.incrementAndGet() == 1 ? busyMillis(20) : 1, 1_000, 10, nanos);
    }
    assertThat(nanos.getMinValue())
        .as("the last one was due after 9 ms and could begin after 20")
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(10));
  }

  @Test
  void run_callFails_throws() {
    Caller failing = () -> {
      throw new IOException("no answer");
    };
    try (OpenLoop loop = new OpenLoop(2)) {
      assertThatThrownBy(() -> loop.run(failing, 1_000, 5, nanos))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer");
    }
  }

  private static int busyMillis(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 1;
  }
}
