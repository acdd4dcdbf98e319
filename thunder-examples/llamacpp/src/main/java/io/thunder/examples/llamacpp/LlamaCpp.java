package io.thunder.examples.llamacpp;

import io.thunder.examples.llamacpp.engine.EngineOptions;
import io.thunder.examples.llamacpp.engine.LlamaEngine;
import io.thunder.examples.llamacpp.gguf.ModelSize;
import io.thunder.examples.llamacpp.server.LlamaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves llama.cpp until it is ended. The process always halts: native threads may not end. */
@Command(
    name = "llamacpp",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Serves a real engine on the CPU: llama.cpp with random weights, which are written when it"
          + " starts. It speaks the OpenAI-compatible API of a vLLM server, on 127.0.0.1. Its answers"
          + " mean nothing; what they cost is real.",
      ""
    },
    footer = {"", "Exit codes: 0 it was ended, 1 it failed, 2 wrong options."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LlamaCpp implements Callable<Integer> {

  /** What stands before the URL in the line that says that requests are answered. */
  static final String LISTENING = "llamacpp: listening on ";

  /** What stands in the message if there is no native library. */
  static final String NO_LIBRARY = "llama.cpp does not load on this platform";

  static final String CHILD = "--child";

  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "Where to listen; 0 for any free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--model",
      paramLabel = "SIZE",
      defaultValue = "small",
      description = "Size of the model: tiny (0.15 million weights) or small (11 million)."
          + " Default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Requests that are computed at a time; each slot keeps the cache of its last one."
              + " Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--slot-tokens",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Longest prompt with its answer. Default: ${DEFAULT-VALUE}.")
  private int slotTokens;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that compute; 0 for one per core. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = CHILD,
      paramLabel = "FOLDER",
      hidden = true,
      description = "Put all files there, and end when the standard input does.")
  private @Nullable Path child;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Spec
  private CommandSpec spec;

  private LlamaCpp() {}

  /**
   * Runs the engine and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  static CommandLine commandLine() {
    return new CommandLine(new LlamaCpp())
        .setParameterExceptionHandler((e, args) -> {
          complain(e.getCommandLine(), e.getMessage() + " (--help shows the options)");
          return CommandLine.ExitCode.USAGE;
        })
        .setExecutionExceptionHandler((e, line, parsed) -> {
          complain(line, String.valueOf(e instanceof IOException ? e.getMessage() : e));
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  private static void complain(CommandLine line, String reason) {
    line.getErr().println("llamacpp: " + reason.replaceAll("\\s+", " "));
    line.getErr().flush();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    EngineOptions options = options();
    CountDownLatch ended = new CountDownLatch(1);
    WorkFolder folder = child == null ? WorkFolder.create() : WorkFolder.at(child);
    if (child != null) {
      ParentWatch.start(ended);
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder), "llamacpp-signal"));
    }
    try {
      LlamaServer server = LlamaServer.bind(port);
      server.serve(load(options, folder), options);
      spec.commandLine().getOut().println(LISTENING + server.url());
      spec.commandLine().getOut().flush();
      ended.await();
    } finally {
      folder.delete();
    }
    return CommandLine.ExitCode.OK;
  }

  private static void end(WorkFolder folder) {
    folder.delete();
    Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
  }

  private EngineOptions options() {
    if (port < 0 || port > PORT_MAX) {
      throw usage("port must be from 0 to " + PORT_MAX + ", was " + port);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      return new EngineOptions(
          ModelSize.byLabel(model), slots, slotTokens, threads == 0 ? cores : threads, seed);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static LlamaEngine load(EngineOptions options, WorkFolder folder) throws IOException {
    try {
      return LlamaEngine.load(options, folder.path());
    } catch (LinkageError e) {
      throw new IOException(NO_LIBRARY + ": " + e.getMessage(), e);
    }
  }
}
