package io.thunder.examples.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "soak",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs thousands of short agent programs through Thunder and OkHttp against embedded engines,"
          + " over real HTTP on the loopback interface, while engines and callers misbehave. Looks"
          + " all the time, and when all is over, for turns that hang, programs, leases, threads"
          + " and sockets that leak, and tokens that nobody holds.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 nothing was lost, 1 something was, or it could not run, 2 wrong options. Ctrl-C"
          + " ends it early and reports what it has."
    })
final class SoakOptions {

  @Option(
      names = "--programs",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Programs in flight; each that ends is replaced. Default: ${DEFAULT-VALUE}.")
  int programs;

  @Option(
      names = "--minutes",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description =
          "How long faults go on, in minutes of this machine's time. From 2 minutes on five"
              + " rests come on top, of about 1.5 minutes each: then everything that belongs to turns"
              + " ends, and the heap is measured. Default: ${DEFAULT-VALUE}.")
  double minutes;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "10",
      description = "How many seconds of engine time pass in a second; tools take as much less."
          + " Default: ${DEFAULT-VALUE}.")
  double speed;

  @Option(
      names = "--faults",
      paramLabel = "GROUP",
      split = ",",
      description = "What goes wrong, separated by commas: answers, metrics, restarts, membership,"
          + " callers; or all, or none. Default: all.")
  List<String> faults = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all draws. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--backends",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many engines to start. Default: ${DEFAULT-VALUE}.")
  int backends;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  @Nullable
  Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
