package io.thunder.examples.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Calls at fixed times, whether or not earlier calls were answered, from threads of its own. Latency
 * counts from the time at which a call was due, so that one that had to be sent late because others
 * took long is not forgiven: no coordinated omission.
 */
final class OpenLoop implements AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;

  /** A thread that sleeps comes some 60 us late; it watches the clock for the rest. */
  private static final long WATCH_NANOS = 100_000;

  /** Until all threads have been woken, and wait for their turns: else the first calls wait for that. */
  private static final long START_NANOS = 50_000_000;

  private final int threads;
  private final ExecutorService executor;

  /**
   * Makes threads.
   *
   * @param threads more than calls are in flight at once, or calls are sent late
   */
  OpenLoop(int threads) {
    this.threads = threads;
    AtomicInteger count = new AtomicInteger();
    executor = Executors.newFixedThreadPool(
        threads, work -> new Thread(work, "caller-" + count.incrementAndGet()));
  }

  /**
   * Calls on schedule.
   *
   * @param caller what to call, from several threads
   * @param callsPerSecond how many calls are due in a second, evenly
   * @param calls how many in all
   * @param nanos takes each call's latency
   */
  void run(Caller caller, double callsPerSecond, int calls, Histogram nanos)
      throws InterruptedException, IOException {
    long startNanos = System.nanoTime() + START_NANOS;
    AtomicInteger next = new AtomicInteger();
    List<Future<Histogram>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      parts.add(executor.submit(() -> {
        Histogram own = new Histogram(nanos.getNumberOfSignificantValueDigits());
        for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement()) {
          long due = startNanos + (long) (call * NANOS_PER_SECOND / callsPerSecond);
          awaitTime(due);
          caller.call();
          own.recordValue(System.nanoTime() - due);
        }
        return own;
      }));
    }
    for (Future<Histogram> part : parts) {
      nanos.add(result(part));
    }
  }

  private static void awaitTime(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      if (left > WATCH_NANOS) {
        LockSupport.parkNanos(left - WATCH_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private static Histogram result(Future<Histogram> part) throws InterruptedException, IOException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw new IOException("a call failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
