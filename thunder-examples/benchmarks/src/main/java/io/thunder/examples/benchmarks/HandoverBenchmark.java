package io.thunder.examples.benchmarks;

import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Runs {@link Handovers} with waiting futures and with blocked threads. */
final class HandoverBenchmark implements Benchmark {

  /**
   * Enough that what is measured was compiled before. After 500, two cores were still shared with the
   * compiler, and one run in three or four had a p99 of 3 ms with ten thousand threads.
   */
  private static final int WARMUP = 10_000;

  private static final int DIGITS = 3;
  private static final int[] WAITING = {1, 100, 10_000};

  @Override
  public String name() {
    return "handover";
  }

  @Override
  public String about() {
    return "time from freed capacity to the lease in the hands of a waiting caller";
  }

  @Override
  public void run(Effort effort, Figures figures) throws InterruptedException {
    int count = effort.pick(10_000, 2_000);
    for (int waiting : WAITING) {
      measure("futures-" + waiting, () -> new WaitingFutures(waiting), count, figures);
    }
    for (int waiting : WAITING) {
      measure("threads-" + waiting, () -> new WaitingThreads(waiting), count, figures);
    }
  }

  private void measure(String label, Supplier<Waiters> waiters, int count, Figures figures)
      throws InterruptedException {
    for (Handovers.Freeing freeing : Handovers.Freeing.values()) {
      Histogram nanos = new Histogram(DIGITS);
      try (Handovers handovers = new Handovers(waiters.get(), freeing)) {
        for (int i = 0; i < WARMUP; i++) {
          handovers.next();
        }
        for (int i = 0; i < count; i++) {
          nanos.recordValue(handovers.next());
        }
      }
      String prefix = name() + "." + freeing.label() + "." + label;
      figures.addMicros(prefix, nanos);
      figures.addMaxMicros(prefix, nanos);
    }
  }
}
