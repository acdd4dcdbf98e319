package io.thunder.examples.fleet;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Application;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Measures what becomes of programs on several engines.
 *
 * <p>Exit codes: 0 if what is measured keeps its bounds, 1 if it does not or could not be measured, 2
 * if the command line is wrong, 130 after Ctrl-C.
 */
public final class Fleet {

  private static final String USAGE = """
      usage: fleet MEASUREMENT [OPTION...]

        failover  kills one of several engines under load, and brings it back
        ranks     compares data-parallel ranks behind one URL with servers of their own

      'fleet MEASUREMENT --help' shows its options.
      """;

  private Fleet() {}

  /**
   * Measures and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    Application.main("fleet", stop::stop, () -> run(args, System.out, System.err, stop));
  }

  /** Measures and returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err, StopSignal stop) {
    String measurement = args.length == 0 ? "--help" : args[0];
    String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (measurement) {
      case "failover" -> {
        FailoverOptions options = new FailoverOptions();
        return Application.run(
            "fleet failover", options, rest, out, err, () -> Failover.run(options, out, err, stop));
      }
      case "ranks" -> {
        RanksOptions options = new RanksOptions();
        return Application.run(
            "fleet ranks", options, rest, out, err, () -> Ranks.run(options, out, err, stop));
      }
      case "-h", "--help" -> {
        out.print(USAGE);
        return 0;
      }
      default -> {
        err.println("fleet: no such measurement: " + measurement + " (--help shows them)");
        return 2;
      }
    }
  }
}
