package io.thunder.examples.benchmarks;

import org.openjdk.jmh.runner.RunnerException;

/** Runs {@link FreeCapacity} with many threads on one client. */
final class ContentionBenchmark implements Benchmark {

  private static final int PROGRAMS = 10_000;
  private static final int BACKENDS = 64;
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
  private static final int[] THREADS_QUICK = {1, 8, 64};

  @Override
  public String name() {
    return "contention";
  }

  @Override
  public String about() {
    return "the same with 1 to 64 threads on one client";
  }

  @Override
  public void run(Effort effort, Figures figures) throws RunnerException {
    for (int threads : effort == Effort.FULL ? THREADS : THREADS_QUICK) {
      new JmhCase(FreeCapacity.class, PROGRAMS, BACKENDS, threads)
          .measure(name() + ".threads-" + threads, effort, figures);
    }
  }
}
