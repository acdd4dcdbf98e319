package io.thunder.examples.simulator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Compares scheduling policies on modelled engines, workload by workload.
 *
 * <p>Exit codes: 0 if it ran, 1 if a run or its output failed, 2 if the command line or its input is
 * wrong, 130 after Ctrl-C, which ends it early with what is done.
 */
public final class Simulate {

  private static final String NAME = "simulate";

  private Simulate() {}

  /**
   * Runs the comparison and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    AtomicBoolean stopped = new AtomicBoolean();
    Application.main(
        NAME,
        () -> stopped.set(true),
        () -> run(args, System.out, System.err, Terminal.isInteractive(), stopped::get));
  }

  /** Runs the comparison and returns its exit code. */
  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      boolean interactive,
      BooleanSupplier stopped) {
    SimulateOptions options = new SimulateOptions();
    CommandLine command = new CommandLine(options);
    try {
      command.parseArgs(args);
      if (command.isUsageHelpRequested()) {
        command.usage(out);
        return Application.OK;
      }
      if (options.list) {
        out.print(Catalogue.describe());
        return Application.OK;
      }
      SimulatePlan plan = Planner.plan(options);
      boolean clean = new SimulateSession(plan, out, err, interactive, stopped).run();
      if (out.checkError()) {
        throw new IOException("the standard output cannot be written");
      }
      return clean ? Application.OK : Application.FAILED;
    } catch (ParameterException | UsageException e) {
      return Application.complain(NAME, err, e, Application.USAGE);
    } catch (IOException e) {
      return Application.complain(NAME, err, e, Application.FAILED);
    }
  }
}
