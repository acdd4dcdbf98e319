package io.thunder.examples.benchmarks;

import org.openjdk.jmh.runner.RunnerException;

/** Runs {@link FreeCapacity} and {@link Overcommitted} with few and many programs and backends. */
final class AdmissionBenchmark implements Benchmark {

  private static final int[] PROGRAMS = {100, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] PROGRAMS_OVERCOMMITTED = {1_000, 100_000, 1_000_000};
  private static final int[] BACKENDS = {1, 64, 1_000};

  @Override
  public String name() {
    return "admission";
  }

  @Override
  public String about() {
    return "cost of admitting and completing a turn, by programs and backends, with JMH";
  }

  @Override
  public void run(Effort effort, Figures figures) throws RunnerException {
    if (effort == Effort.QUICK) {
      measure("free", FreeCapacity.class, 1_000, 1, effort, figures);
      measure("free", FreeCapacity.class, 1_000_000, 1, effort, figures);
      addGrowth(1, figures);
      measure("free", FreeCapacity.class, 100_000, 1_000, effort, figures);
      measure("overcommitted", Overcommitted.class, 100_000, 1_000, effort, figures);
      return;
    }
    for (int backends : BACKENDS) {
      for (int programs : PROGRAMS) {
        measure("free", FreeCapacity.class, programs, backends, effort, figures);
      }
      addGrowth(backends, figures);
    }
    for (int backends : BACKENDS) {
      for (int programs : PROGRAMS_OVERCOMMITTED) {
        measure("overcommitted", Overcommitted.class, programs, backends, effort, figures);
      }
    }
  }

  private void measure(
      String label, Class<?> situation, int programs, int backends, Effort effort, Figures figures)
      throws RunnerException {
    String prefix =
        String.format("%s.%s.programs-%d.backends-%d", name(), label, programs, backends);
    new JmhCase(situation, programs, backends, 1).measure(prefix, effort, figures);
  }

  private void addGrowth(int backends, Figures figures) {
    String median = name() + ".free.programs-%d.backends-" + backends + ".p50";
    figures.addRatio(
        name() + ".free.backends-" + backends + ".growth-1k-to-1M",
        String.format(median, 1_000_000),
        String.format(median, 1_000));
  }
}
