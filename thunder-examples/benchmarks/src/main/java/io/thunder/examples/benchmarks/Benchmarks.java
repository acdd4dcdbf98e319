package io.thunder.examples.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: picks benchmarks, runs them one after the other, reports. */
@Command(
    name = "bench",
    description =
        "Measures what Thunder costs, and prints a line per figure: name, value, unit, and its"
            + " budget, if it has one, with whether it is kept.",
    footer = {
      "",
      "Latencies are of one machine with both ends on it; but for openloop they are of closed"
          + " loops: each caller sends its next turn when the last one is answered.",
      "reference.* is fixed work, measured before and after; --check scales budgets in units of"
          + " time by it.",
      "Exit status: 0 done, 1 a benchmark failed, 2 wrong usage, 3 a budget is exceeded by more than a quarter (--check)."
    },
    sortOptions = false)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class Benchmarks implements Callable<Integer> {

  static final List<Benchmark> ALL = List.of(
      new AdmissionBenchmark(),
      new ContentionBenchmark(),
      new ChatBenchmark(),
      new OpenLoopBenchmark(),
      new StreamBenchmark(),
      new HandoverBenchmark(),
      new MemoryBenchmark(),
      new SelfCheckBenchmark());

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "what to measure (--list shows the names); everything if none is given")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "also write machine and figures to a file, as JSON")
  private @Nullable Path json;

  @Option(
      names = "--quick",
      description = "fewer cases, shorter rounds: everything in about four minutes")
  private boolean quick;

  @Option(names = "--check", description = "fail if a figure is more than a quarter off its budget")
  private boolean check;

  @Option(names = "--list", description = "list the benchmarks and exit")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and exit")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Spec
  private CommandSpec spec;

  private static final int OVER_BUDGET = 3;

  private Benchmarks() {}

  /**
   * Runs benchmarks.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks())
        .setParameterExceptionHandler(Benchmarks::explain)
        .setExecutionExceptionHandler(Benchmarks::report);
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      ALL.forEach(b -> out.println(String.format("%-10s %s", b.name(), b.about())));
      return CommandLine.ExitCode.OK;
    }
    List<Benchmark> picked = picked();
    requireWritable();
    Machine machine = Machine.current();
    out.println(machine.line());
    out.flush();
    Figures figures = new Figures(out);
    addReferences("before", figures);
    for (Benchmark benchmark : picked) {
      benchmark.run(quick ? Effort.QUICK : Effort.FULL, figures);
    }
    addReferences("after", figures);
    if (json != null) {
      JsonReport.write(json, machine, figures.all());
    }
    return check ? checked(picked, figures) : CommandLine.ExitCode.OK;
  }

  private static void addReferences(String when, Figures figures) throws InterruptedException {
    Map<Reference, Double> costs = References.measure();
    for (Reference reference : Reference.values()) {
      figures.add(
          reference.figure() + "." + when,
          Objects.requireNonNull(costs.get(reference)),
          reference.unit());
    }
  }

  private int checked(List<Benchmark> picked, Figures figures) {
    Set<String> ran = picked.stream().map(Benchmark::name).collect(Collectors.toSet());
    List<String> violations = BudgetCheck.violations(figures.all(), ran);
    PrintWriter err = spec.commandLine().getErr();
    violations.forEach(violation -> err.println("bench: " + violation));
    err.flush();
    return violations.isEmpty() ? CommandLine.ExitCode.OK : OVER_BUDGET;
  }

  private List<Benchmark> picked() {
    Set<String> unknown = new LinkedHashSet<>(names);
    ALL.forEach(benchmark -> unknown.remove(benchmark.name()));
    if (!unknown.isEmpty()) {
      throw usage("no benchmark is called "
          + String.join(", ", unknown)
          + "; there are "
          + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")));
    }
    return ALL.stream().filter(b -> names.isEmpty() || names.contains(b.name())).toList();
  }

  /** Minutes of measuring must not end in a file that cannot be written. */
  private void requireWritable() {
    if (json == null) {
      return;
    }
    Path folder = json.toAbsolutePath().getParent();
    boolean writable = Files.exists(json)
        ? Files.isRegularFile(json) && Files.isWritable(json)
        : folder != null && Files.isWritable(folder);
    if (!writable) {
      throw usage("cannot write " + json);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** One line, not the whole help. */
  private static int explain(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("bench: " + e.getMessage() + " (bench --help shows the usage)");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int report(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    err.println("bench: " + (e instanceof IOException ? e.getMessage() : e.toString()));
    if (!(e instanceof IOException)) {
      e.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
