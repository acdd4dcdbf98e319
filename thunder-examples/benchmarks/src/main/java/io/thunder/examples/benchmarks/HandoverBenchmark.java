package io.thunder.examples.benchmarks;

import org.HdrHistogram.Histogram;

/** Runs {@link Handovers} with waiting futures and with blocked threads. */
final class HandoverBenchmark implements Benchmark {

  private static final int WARMUP = 500;
  private static final int DIGITS = 3;
  private static final int[] FUTURES = {1, 100, 10_000};
  private static final int[] THREADS = {1, 100, 10_000};

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
    for (int waiting : FUTURES) {
      try (Handovers handovers = new Handovers(new WaitingFutures(waiting))) {
        measure("futures-" + waiting, handovers, count, figures);
      }
    }
    for (int waiting : THREADS) {
      try (Handovers handovers = new Handovers(new WaitingThreads(waiting))) {
        measure("threads-" + waiting, handovers, count, figures);
      }
    }
  }

  private void measure(String waiters, Handovers handovers, int count, Figures figures)
      throws InterruptedException {
    for (Handovers.Freeing freeing : Handovers.Freeing.values()) {
      Histogram nanos = new Histogram(DIGITS);
      for (int i = 0; i < WARMUP; i++) {
        handovers.next(freeing);
      }
      for (int i = 0; i < count; i++) {
        nanos.recordValue(handovers.next(freeing));
      }
      String prefix = name() + "." + freeing.label() + "." + waiters;
      figures.addMicros(prefix, nanos);
      figures.addMaxMicros(prefix, nanos);
    }
  }
}
