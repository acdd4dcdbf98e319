package io.thunder.examples.simulator.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "  simulate --workload swe-glm --programs 48 --policy thunder --seed 7",
      "  simulate --policy default --condition all",
      "",
      "Exit codes: 0 it ran, 1 a run or its output failed, 2 wrong options or input. Ctrl-C ends it"
          + " early and reports what is done."
    })
final class SimulateOptions {

  @Option(
      names = "--workload",
      paramLabel = "NAMES",
      split = ",",
      description = "Workloads, separated by commas; also all, or paper (default). See --list.")
  List<String> workloads = new ArrayList<>();

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
      description = "Run seeds 1 to N. From 2 on there are confidence intervals. Default: 5.")
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
      names = "--minutes",
      paramLabel = "MINUTES",
      description = "Virtual minutes that are measured. Default: the workload's, mostly 50.")
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

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the rows as JSON.")
  @Nullable
  Path json;

  @Option(names = "--list", description = "List workloads, policies and conditions, and end.")
  boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
