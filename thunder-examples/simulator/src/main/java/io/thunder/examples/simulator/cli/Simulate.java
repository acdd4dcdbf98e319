package io.thunder.examples.simulator.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

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
    return Application.run(NAME, options, args, out, err, () -> {
      if (options.list) {
        out.print(Catalogue.describe());
        return true;
      }
      return new SimulateSession(Planner.plan(options), out, err, interactive, stopped).run();
    });
  }
}
