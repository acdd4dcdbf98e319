package io.thunder.examples.conformance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "conformance",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Asks a server what it supports, by doing what Thunder would do: health, capacity, load,"
          + " answers, cache hits, streams, cancelling, refusals, routes of control (which it looks"
          + " up, and does not use). Prints what was seen, and what"
          + " Thunder does therefore. Costs a few thousand tokens; the server should have nothing"
          + " else to do meanwhile.",
      ""
    },
    footer = {
      "",
      "The environment variable THUNDER_API_KEY is sent as a bearer token.",
      "",
      "Exit codes: 0 the server can be used, 1 it cannot, 2 wrong options."
    })
final class ConformanceOptions {

  @Option(
      names = "--backend",
      paramLabel = "URL",
      required = true,
      description = "The server's root, such as http://gpu1:8000.")
  String backend = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Which engine it is: vllm, sglang, skyrl, slime or openai. Default: found out.")
  @Nullable
  String kind;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which model to ask for. Default: the first that the server lists.")
  @Nullable
  String model;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the findings as JSON.")
  @Nullable
  Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
