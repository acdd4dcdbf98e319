package io.thunder.examples.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs {@link FreeCapacity} and {@link Overcommitted} under JMH, a fresh JVM for each case. */
final class AdmissionBenchmark implements Benchmark {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int WARMUP_ROUNDS = 3;
  private static final int ROUNDS = 3;

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
    boolean full = effort == Effort.FULL;
    List<Integer> programCounts = full ? List.of(100, 10_000, 100_000) : List.of(100, 100_000);
    List<Integer> backendCounts = full ? List.of(1, 64) : List.of(1);
    for (Class<?> situation : List.of(FreeCapacity.class, Overcommitted.class)) {
      for (int programs : programCounts) {
        for (int backends : backendCounts) {
          measure(situation, programs, backends, effort, figures);
        }
      }
    }
  }

  private void measure(
      Class<?> situation, int programs, int backends, Effort effort, Figures figures)
      throws RunnerException {
    TimeValue round = TimeValue.milliseconds(effort.pick(600, 400));
    Options options = new OptionsBuilder()
        .include("\\." + situation.getSimpleName() + "\\.")
        .param("programs", String.valueOf(programs))
        .param("backends", String.valueOf(backends))
        .mode(Mode.SampleTime)
        .mode(Mode.Throughput)
        .addProfiler(GCProfiler.class)
        .forks(1)
        .warmupIterations(WARMUP_ROUNDS)
        .warmupTime(round)
        .measurementIterations(ROUNDS)
        .measurementTime(round)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
    String prefix = String.format(
        "%s.%s.programs-%d.backends-%d",
        name(), situation == FreeCapacity.class ? "free" : "overcommitted", programs, backends);
    Collection<RunResult> results = new Runner(options).run();
    for (RunResult result : results) {
      add(prefix, result, figures);
    }
  }

  private static void add(String prefix, RunResult run, Figures figures) {
    BenchmarkResult result = run.getAggregatedResult();
    Statistics primary = result.getPrimaryResult().getStatistics();
    if (run.getParams().getMode() == Mode.SampleTime) {
      figures.add(prefix + ".p50", primary.getPercentile(50) * NANOS_PER_SECOND, "ns");
      figures.add(prefix + ".p99", primary.getPercentile(99) * NANOS_PER_SECOND, "ns");
      return;
    }
    figures.add(prefix + ".rate", primary.getMean(), "turns/s per core");
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    if (allocated != null) {
      figures.add(prefix + ".allocated", allocated.getScore(), "B/turn");
    }
  }
}
