package io.thunder.examples.fleet;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code ranks}. */
@Command(
    name = "fleet ranks",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs the same agent programs on embedded engines three times: on servers of their own, as"
          + " data-parallel ranks behind one URL with Thunder saying which, and behind one URL whose"
          + " server spreads turns itself. Compares how much of the prompts was cached.",
      ""
    },
    footer = {"", "Exit codes: 0 all bounds are kept, 1 one is not, 2 wrong options."})
final class RanksOptions {

  @Option(
      names = "--ranks",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many engines, at least 2. Default: ${DEFAULT-VALUE}.")
  int ranks;

  @Option(
      names = "--programs",
      paramLabel = "N",
      defaultValue = "96",
      description = "Programs in flight; each that ends is replaced. Default: ${DEFAULT-VALUE}.")
  int programs;

  @Option(
      names = "--total",
      paramLabel = "N",
      defaultValue = "192",
      description =
          "Programs in all, those in flight at first included. Default: ${DEFAULT-VALUE}.")
  int total;

  @Option(
      names = "--engine",
      paramLabel = "PRESET",
      defaultValue = "glm",
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
      names = "--speed",
      paramLabel = "X",
      defaultValue = "5",
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
