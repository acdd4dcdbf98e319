package io.thunder.examples.benchmarks;

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

/**
 * One case that JMH measures: throughput and sampled time, in a fresh JVM each, with the options of
 * this one.
 *
 * @param situation the class with the benchmark method
 * @param programs that are registered
 * @param backends that are up
 * @param threads that call
 */
record JmhCase(Class<?> situation, int programs, int backends, int threads) {

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double NANOS_PER_SECOND = 1e9;
  /** Compiling takes that long where all cores are busy. */
  private static final int WARMUP_ROUNDS = 5;

  private static final int ROUNDS = 3;

  /** Adds p50, p99, the rate of all threads together, and what a turn allocates. */
  void measure(String prefix, Effort effort, Figures figures) throws RunnerException {
    TimeValue round = TimeValue.milliseconds(effort.pick(600, 400));
    Options options = new OptionsBuilder()
        .include("\\." + situation.getSimpleName() + "\\.")
        .param("programs", String.valueOf(programs))
        .param("backends", String.valueOf(backends))
        .threads(threads)
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
    for (RunResult result : new Runner(options).run()) {
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
    figures.add(prefix + ".rate", primary.getMean(), "turns/s");
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    if (allocated != null) {
      figures.add(prefix + ".allocated", allocated.getScore(), "B/turn");
    }
  }
}
