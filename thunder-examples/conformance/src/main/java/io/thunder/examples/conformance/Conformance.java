package io.thunder.examples.conformance;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.error.ThunderException;
import io.thunder.examples.simulator.cli.Application;
import io.thunder.examples.simulator.cli.OutputFile;
import io.thunder.examples.simulator.cli.UsageException;
import io.thunder.okhttp.OkHttpTransport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it supports, and says what Thunder does therefore.
 *
 * <p>Exit codes: 0 if the server can be used, 1 if it cannot, 2 if the command line is wrong.
 */
public final class Conformance {

  private static final String NAME = "conformance";
  private static final String API_KEY = "THUNDER_API_KEY";

  /** A server that is paused takes turns, and answers none. */
  private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

  private static final Duration TURN_MAX = Duration.ofMinutes(3);

  private Conformance() {}

  /**
   * Asks, and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Interruption interruption = new Interruption();
    Application.main(
        NAME,
        interruption::stop,
        () -> run(args, System.out, System.err, System.getenv(), interruption));
  }

  /** Asks, and returns the exit code. */
  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Interruption interruption) {
    ConformanceOptions options = new ConformanceOptions();
    return Application.run(NAME, options, args, out, err, () -> {
      OutputFile json = options.json == null ? null : OutputFile.at(options.json);
      BackendKind kind = kind(options.kind);
      try (OkHttpTransport transport = transport(environment)) {
        interruption.closes(transport);
        Backend backend = backend(kind, options.backend, transport);
        String model = options.model == null ? firstModel(transport, backend) : options.model;
        String run = UUID.randomUUID().toString();
        Target target = new Target(transport, backend, model, run);
        RouteList routes = new RouteList(environment.getOrDefault(API_KEY, ""));
        return ask(new Checks(target, new Patience(), routes), target, out, json, interruption);
      } catch (ThunderException e) {
        throw new IOException(e.getMessage(), e);
      }
    });
  }

  private static @Nullable BackendKind kind(@Nullable String name) throws UsageException {
    if (name == null) {
      return null;
    }
    for (BackendKind kind : BackendKind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    throw new UsageException(
        "no such kind: " + name + "; there are: " + Arrays.toString(BackendKind.values()));
  }

  private static OkHttpTransport transport(Map<String, String> environment) throws UsageException {
    OkHttpTransport.Builder builder =
        OkHttpTransport.builder().readTimeout(SILENCE_MAX).turnTimeout(TURN_MAX);
    String key = environment.getOrDefault(API_KEY, "");
    try {
      return (key.isBlank() ? builder : builder.apiKey(key)).build();
    } catch (IllegalArgumentException e) { // which may repeat the key
      throw new UsageException(API_KEY + " holds what no HTTP header can");
    }
  }

  private static boolean ask(
      Checks checks,
      Target target,
      PrintStream out,
      @Nullable OutputFile json,
      Interruption interruption)
      throws IOException {
    out.println(Report.title(target.backend()));
    out.println();
    List<Finding> findings = new ArrayList<>();
    for (Supplier<Finding> check : checks.all()) {
      Finding finding = check.get();
      if (interruption.isStopped()) {
        out.println("stopped after " + findings.size() + " of " + checks.all().size() + " checks");
        break;
      }
      findings.add(finding);
      out.println(Report.line(finding));
    }
    if (json != null) {
      json.write(Report.json(target.backend(), findings));
    }
    return Checks.isUsable(findings);
  }

  private static Backend backend(@Nullable BackendKind kind, String url, OkHttpTransport transport)
      throws UsageException {
    try {
      return kind == null ? transport.detect(url).join() : Backend.of(kind, url);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (CompletionException e) {
      throw e.getCause() instanceof ThunderException known ? known : e;
    }
  }

  private static @Nullable String firstModel(OkHttpTransport transport, Backend backend) {
    return transport
        .models(backend)
        .<@Nullable String>handle(
            (models, failure) -> models == null || models.isEmpty() ? null : models.get(0))
        .join();
  }
}
