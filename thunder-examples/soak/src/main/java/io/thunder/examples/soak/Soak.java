package io.thunder.examples.soak;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Application;
import io.thunder.examples.simulator.cli.Terminal;
import java.io.PrintStream;

/**
 * Runs thousands of programs over HTTP under faults, and looks for what is lost.
 *
 * <p>Exit codes: 0 if nothing was, 1 if something was or it could not run, 2 if the command line is
 * wrong, 130 after Ctrl-C, which ends it early with what it has.
 */
public final class Soak {

  private static final String NAME = "soak";

  private Soak() {}

  /**
   * Runs the soak test and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    Application.main(
        NAME, stop::stop, () -> run(args, System.out, System.err, Terminal.isInteractive(), stop));
  }

  /** Runs the soak test and returns its exit code. */
  static int run(
      String[] args, PrintStream out, PrintStream err, boolean interactive, StopSignal stop) {
    SoakOptions options = new SoakOptions();
    return Application.run(NAME, options, args, out, err, () -> new SoakSession(
            Planner.plan(options), out, err, interactive, stop)
        .run());
  }
}
