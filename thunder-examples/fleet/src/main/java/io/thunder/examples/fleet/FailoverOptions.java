package io.thunder.examples.fleet;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code failover}. */
@Command(
    name = "fleet failover",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs agent programs through Thunder and OkHttp on embedded engines, over real HTTP on the"
          + " loopback interface. Kills the first engine, so that its connections are reset and new"
          + " ones refused, and brings it back with an empty cache. Then runs the same programs with"
          + " nothing going wrong, and compares.",
      ""
    },
    footer = {"", "Exit codes: 0 all bounds are kept, 1 one is not, 2 wrong options."})
final class FailoverOptions {

  @Option(
      names = "--programs",
      paramLabel = "N",
      defaultValue = "256",
      description = "Programs in flight; each that ends is replaced. Default: ${DEFAULT-VALUE}.")
  int programs;

  @Option(
      names = "--engines",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many engines to start, at least 2. Default: ${DEFAULT-VALUE}.")
  int engines;

  @Option(
      names = "--engine",
      paramLabel = "PRESET",
      defaultValue = "qwen",
      description = "Which engine, by the name of its preset. Default: ${DEFAULT-VALUE}.")
  String engine = "";

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "mini-swe",
      description = "What the programs are like. Default: ${DEFAULT-VALUE}.")
  String workload = "";

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "30",
      description = "Steps after which a program ends, if not before. Default: ${DEFAULT-VALUE}.")
  int steps;

  @Option(
      names = "--fill",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Engine time until the engine is killed. Default: ${DEFAULT-VALUE}.")
  double fill;

  @Option(
      names = "--down",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Engine time for which it is dead. Default: ${DEFAULT-VALUE}.")
  double down;

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Engine time after its return for which programs are replaced; then those in"
          + " flight end. Default: ${DEFAULT-VALUE}.")
  double watch;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "4",
      description = "How many seconds of engine time pass in a second. Default: ${DEFAULT-VALUE}.")
  double speed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the programs. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  @Nullable
  Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
