package io.thunder.examples.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line; null stands for an option that is not given. */
@Command(
    name = "replay",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Replays agent programs turn by turn through Thunder and OkHttp, once per policy, against"
          + " embedded engines or real ones, and compares throughput, prefix cache hits and latency."
          + " All times of the report are engine time.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 it ran, 1 it failed, 2 wrong options or input. Ctrl-C ends it early and reports"
          + " what it has."
    })
final class ReplayOptions {

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Programs to replay: JSON, one program per line, plain or gzip. Default: the"
          + " built-in workload.")
  @Nullable
  Path trace;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "Built-in programs: mini-swe (default) or claude-code, drawn from quantiles of"
          + " recorded ones; mini-swe-small (default with llamacpp), a sixteenth of the former;"
          + " swe-glm, openhands-glm, swe-qwen, openhands-qwen, science-glm or"
          + " toolorchestra-q8, modelled after the ThunderAgent paper.")
  @Nullable
  String workload;

  @Option(
      names = "--programs",
      paramLabel = "N",
      description =
          "Programs in flight; each that ends is replaced. Default: 96, with llamacpp twice"
              + " as many as it has slots.")
  @Nullable
  Integer programs;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      split = ",",
      description = "Policies in the order of their runs, separated by commas: passThrough,"
          + " published, publishedWithDecay, thunder; without pauses, each turn by itself,"
          + " roundRobin, leastConnections, leastLatency, leastLoad, consistentHash, or each"
          + " program, stickyRoundRobin and so on. Default: passThrough,published,thunder.")
  List<String> policies = new ArrayList<>();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each policy is run, in turns, so that what the machine does besides"
          + " meets all of them. Default: ${DEFAULT-VALUE}.")
  int repeat;

  @Option(
      names = "--engine",
      paramLabel = "PRESET",
      description = "Embedded engine, such as glm (GLM-4.6 FP8 on eight H100), qwen or q8. Or"
          + " llamacpp: a real one on this machine's CPU, llama.cpp with random weights in a child"
          + " process, in real time. Default: glm.")
  @Nullable
  String engine;

  @Option(
      names = "--backends",
      paramLabel = "N",
      description = "How many engines to start. Default: 1.")
  @Nullable
  Integer backends;

  @Option(
      names = "--engine-speeds",
      paramLabel = "X",
      split = ",",
      description = "An embedded engine of each of these speeds, as multiples of the preset's,"
          + " separated by commas, such as 1,0.5, instead of --backends.")
  List<Double> engineSpeeds = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the first engine started; the others follow. Default: any free ones.")
  @Nullable
  Integer port;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description =
          "How many seconds of engine time the embedded engines run in a second. Default:" + " 30.")
  @Nullable
  Double speed;

  @Option(
      names = "--backend",
      paramLabel = "URL",
      arity = "1..*",
      split = ",",
      description = "vLLM servers to drive instead of embedded engines, in real time.")
  List<String> urls = new ArrayList<>();

  @Option(
      names = "--fill",
      paramLabel = "MINUTES",
      description = "Engine minutes of each run before it is measured, while caches and the waiting"
          + " pool fill up. Default: 2, with llamacpp 1.5.")
  @Nullable
  Double fillMinutes;

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      description = "Engine minutes that are measured per policy. Default: 8, with llamacpp 2.")
  @Nullable
  Double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all draws. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  @Nullable
  Path json;

  @Option(
      names = "--chart",
      paramLabel = "FILE.html",
      description = "Also write a page with charts over time.")
  @Nullable
  Path chart;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
