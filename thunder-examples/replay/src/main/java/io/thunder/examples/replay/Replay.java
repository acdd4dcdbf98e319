package io.thunder.examples.replay;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Application;
import io.thunder.examples.simulator.cli.Terminal;
import java.io.PrintStream;

/**
 * Replays agent programs through Thunder, policy after policy, and compares what they achieve.
 *
 * <p>Exit codes: 0 if it ran, 1 if it could not, 2 if the command line or its input is wrong, 130
 * after Ctrl-C, which ends it early with what it has.
 */
public final class Replay {

  private static final String NAME = "replay";

  private Replay() {}

  /**
   * Runs the replay and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    Application.main(
        NAME, stop::stop, () -> run(args, System.out, System.err, Terminal.isInteractive(), stop));
  }

  /** Runs the replay and returns its exit code. */
  static int run(
      String[] args, PrintStream out, PrintStream err, boolean interactive, StopSignal stop) {
    ReplayOptions options = new ReplayOptions();
    return Application.run(NAME, options, args, out, err, () -> {
      new ReplaySession(Planner.plan(options), out, err, interactive, stop).run();
      return true;
    });
  }
}
