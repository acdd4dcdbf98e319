package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.error.ThunderException;
import io.thunder.examples.simulator.cli.Application;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Asks a server what it supports, and says what Thunder does therefore.
 *
 * <p>Exit codes: 0 if the server can be used, 1 if it cannot, 2 if the command line is wrong.
 */
public final class Conformance {

  private static final String NAME = "conformance";
  private static final String API_KEY = "THUNDER_API_KEY";

  private Conformance() {}

  /**
   * Asks, and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Application.main(NAME, () -> {}, () -> run(args, System.out, System.err, System.getenv()));
  }

  /** Asks, and returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err, Map<String, String> environment) {
    ConformanceOptions options = new ConformanceOptions();
    CommandLine command = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    try {
      command.parseArgs(args);
      if (command.isUsageHelpRequested()) {
        command.usage(out);
        return Application.OK;
      }
      OutputFile json = options.json == null ? null : OutputFile.at(options.json);
      try (OkHttpTransport transport = transport(environment)) {
        return ask(options, transport, out, json) ? Application.OK : Application.FAILED;
      }
    } catch (ParameterException | UsageException | IllegalArgumentException e) {
      return Application.complain(NAME, err, e, Application.USAGE);
    } catch (ThunderException | IOException e) {
      return Application.complain(NAME, err, e, Application.FAILED);
    }
  }

  private static OkHttpTransport transport(Map<String, String> environment) {
    OkHttpTransport.Builder builder = OkHttpTransport.builder();
    String key = environment.getOrDefault(API_KEY, "");
    return (key.isBlank() ? builder : builder.apiKey(key)).build();
  }

  private static boolean ask(
      ConformanceOptions options,
      OkHttpTransport transport,
      PrintStream out,
      @Nullable OutputFile json)
      throws IOException {
    Backend backend = backend(options, transport);
    out.println(Report.title(backend));
    out.println();
    Target target = new Target(transport, backend, model(options, transport, backend));
    Checks checks = new Checks(target, new Patience(), UUID.randomUUID().toString());
    List<Finding> findings = new ArrayList<>();
    for (Supplier<Finding> check : checks.all()) {
      Finding finding = check.get();
      findings.add(finding);
      out.println(Report.line(finding));
    }
    if (json != null) {
      json.write(Report.json(backend, findings));
    }
    if (out.checkError()) {
      throw new IOException("the standard output cannot be written");
    }
    return Checks.isUsable(findings);
  }

  private static Backend backend(ConformanceOptions options, OkHttpTransport transport) {
    if (options.kind != null) {
      return Backend.of(options.kind, options.backend);
    }
    try {
      return transport.detect(options.backend).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ThunderException known ? known : e;
    }
  }

  private static @Nullable String model(
      ConformanceOptions options, OkHttpTransport transport, Backend backend) {
    if (options.model != null) {
      return options.model;
    }
    return transport
        .models(backend)
        .<@Nullable String>handle(
            (models, failure) -> models == null || models.isEmpty() ? null : models.get(0))
        .join();
  }
}
