package io.thunder.examples.simulator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line; null stands for an option that is not given. */
@Command(
    name = "simulate",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Compares scheduling policies on modelled engines in virtual time. Every policy meets the same"
          + " programs; ratios are taken seed by seed. Without options: a quick comparison on the"
          + " six serving workloads of the ThunderAgent paper at their highest concurrency.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  simulate --workload swe-glm-96 --policy vllm,thunder --seeds 10",
      "  simulate --workload all --policy all --seeds 10 --json rows.json",
      "  simulate --workload swe-glm-96 --programs 48 --policy thunder --seed 7",
      "  simulate --trace programs.jsonl.gz --programs 48 --engines 2 --engine-kind sglang",
      "  simulate --workload swe-glm-96 --engine-speeds 1,0.5 --policy vllm,routing,thunder",
      "  simulate --policy default --condition all",
      "  simulate --workload all --policy all --condition all --seeds 10 --report report",
      "",
      "Exit codes: 0 it ran, 1 a run or its output failed, 2 wrong options or input. Ctrl-C ends it"
          + " early and reports what is done."
    })
final class SimulateOptions {

  private static final int SEEDS = 3;
  private static final int SEEDS_MAX = 10_000;
  private static final int PROGRAMS_MAX = 100_000;
  private static final int ENGINES_MAX = 1_024;
  private static final double ENGINE_SPEED_MIN = .01;
  private static final double ENGINE_SPEED_MAX = 100;
  private static final int THREADS_MAX = 1_024;

  @Option(
      names = "--workload",
      paramLabel = "NAMES",
      split = ",",
      description = "Workloads, separated by commas; also all, or paper (default). See --list.")
  List<String> workloads = new ArrayList<>();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Recorded programs instead of a workload: JSON, one program per line, plain or"
          + " gzip.")
  @Nullable
  Path trace;

  @Option(
      names = "--policy",
      paramLabel = "NAMES",
      split = ",",
      description = "Policies, separated by commas; also all, or default. See --list.")
  List<String> policies = new ArrayList<>();

  @Option(
      names = "--condition",
      paramLabel = "NAMES",
      split = ",",
      description = "What schedulers are told wrongly, separated by commas; also all. Default:"
          + " clean. See --list.")
  List<String> conditions = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Run seeds 1 to N. From 2 on there are confidence intervals. Default: 3.")
  @Nullable
  Integer seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      split = ",",
      description = "Run just these seeds, separated by commas, to see a run again.")
  List<Long> seed = new ArrayList<>();

  @Option(
      names = "--programs",
      paramLabel = "N",
      description = "Programs in flight, where their number is fixed. Default: the workload's.")
  @Nullable
  Integer programs;

  @Option(
      names = "--engines",
      paramLabel = "N",
      description = "Engines, or data-parallel ranks. Default: the workload's.")
  @Nullable
  Integer engines;

  @Option(
      names = "--engine-speeds",
      paramLabel = "X",
      split = ",",
      description = "An engine of each of these speeds, as multiples of the preset's, separated by"
          + " commas, such as 1,0.5, instead of --engines.")
  List<Double> engineSpeeds = new ArrayList<>();

  @Option(
      names = "--engine-kind",
      paramLabel = "KIND",
      description =
          "How engines schedule and cache: vllm, sglang or continuum. Default: the workload's, mostly"
              + " vllm.")
  @Nullable
  String engineKind;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Model and machine of the engines, such as glm, qwen or q8. Default: the"
          + " workload's; glm for a trace.")
  @Nullable
  String preset;

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      description = "Virtual minutes that are measured, unless a batch ends the run. Default: the"
          + " workload's, mostly 50.")
  @Nullable
  Double minutes;

  @Option(
      names = "--warmup",
      paramLabel = "MINUTES",
      description = "Virtual minutes before. Default: the workload's, mostly 10.")
  @Nullable
  Double warmUp;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time; the results do not depend on it. Default: the processors.")
  @Nullable
  Integer threads;

  @Option(
      names = "--ablations",
      description = "Compare the default policy with itself without each of its mechanisms.")
  boolean ablations;

  @Option(
      names = "--calibrate",
      description = "Compare the model with the published figures, and vary its parameters.")
  boolean calibrate;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Also write report.txt and report.html into a folder. Alone: compares policies,"
          + " ablations and calibration.")
  @Nullable
  Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the rows as JSON.")
  @Nullable
  Path json;

  @Option(names = "--list", description = "List everything that can be named, and end.")
  boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Returns how many programs are in flight; only if that is given. */
  int programs() throws UsageException {
    return within("--programs", programs, 0, PROGRAMS_MAX);
  }

  /** Returns how many engines there are; only if that is given. */
  int engines() throws UsageException {
    return within("--engines", engines, 0, ENGINES_MAX);
  }

  /** Returns how fast each engine is; none if that is not given. */
  List<Double> engineSpeeds() throws UsageException {
    for (double speed : engineSpeeds) {
      Limits.within("--engine-speeds", speed, ENGINE_SPEED_MIN, ENGINE_SPEED_MAX);
    }
    if (engines != null && !engineSpeeds.isEmpty()) {
      throw new UsageException("--engines and --engine-speeds exclude each other");
    }
    return engineSpeeds;
  }

  /** Returns how many seeds are run. */
  int seeds() throws UsageException {
    return within("--seeds", seeds, SEEDS, SEEDS_MAX);
  }

  /** Returns how many runs are made at a time. */
  int threads() throws UsageException {
    return within("--threads", threads, Runtime.getRuntime().availableProcessors(), THREADS_MAX);
  }

  private static int within(String name, @Nullable Integer value, int usual, int max)
      throws UsageException {
    if (value != null && (value < 1 || value > max)) {
      throw new UsageException(
          String.format(Locale.ROOT, "%s must be from 1 to %,d, was %,d", name, max, value));
    }
    return value == null ? usual : value;
  }
}
