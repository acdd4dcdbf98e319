package io.thunder.examples.replay;

import io.thunder.examples.replay.run.StopSignal;
import io.thunder.examples.simulator.cli.Terminal;
import io.thunder.examples.simulator.cli.UsageException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Replays agent programs through Thunder, policy after policy, and compares what they achieve.
 *
 * <p>Exit codes: 0 if it ran, 1 if it could not, 2 if the command line or its input is wrong, 130
 * after Ctrl-C, which ends it early with what it has.
 */
public final class Replay {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** How long Ctrl-C waits for the report. */
  private static final long GRACE_SECONDS = 20;

  private Replay() {}

  /**
   * Runs the replay and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, done), "replay-stop"));
    int code = FAILED;
    try {
      code = run(args, System.out, System.err, Terminal.isInteractive(), stop);
    } finally {
      done.countDown();
    }
    // After Ctrl-C this call waits for ever, and the process ends with the signal's exit code.
    System.exit(code);
  }

  private static void stopAndWait(StopSignal stop, CountDownLatch done) {
    stop.stop();
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("replay: gave up waiting for the report");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the replay and returns its exit code. */
  static int run(
      String[] args, PrintStream out, PrintStream err, boolean interactive, StopSignal stop) {
    ReplayOptions options = new ReplayOptions();
    CommandLine command = new CommandLine(options);
    try {
      command.parseArgs(args);
      if (command.isUsageHelpRequested()) {
        command.usage(out);
        return OK;
      }
      ReplayPlan plan = Planner.plan(options);
      new ReplaySession(plan, out, err, interactive, stop).run();
    } catch (ParameterException | UsageException e) {
      return complain(err, e, USAGE);
    } catch (ReplayFailedException e) {
      return complain(err, e, FAILED);
    }
    if (out.checkError()) {
      err.println("replay: the standard output cannot be written");
      return FAILED;
    }
    return OK;
  }

  private static int complain(PrintStream err, Exception reason, int code) {
    err.println("replay: " + String.valueOf(reason.getMessage()).replaceAll("\\s+", " ")
        + (reason instanceof ParameterException ? " (--help shows the options)" : ""));
    return code;
  }
}
