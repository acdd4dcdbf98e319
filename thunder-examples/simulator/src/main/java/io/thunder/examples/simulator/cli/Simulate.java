package io.thunder.examples.simulator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Compares scheduling policies on modelled engines, workload by workload.
 *
 * <p>Exit codes: 0 if it ran, 1 if a run or its output failed, 2 if the command line or its input is
 * wrong, 130 after Ctrl-C, which ends it early with what is done.
 */
public final class Simulate {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** How long Ctrl-C waits for the report. */
  private static final long GRACE_SECONDS = 20;

  private Simulate() {}

  /**
   * Runs the comparison and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopAndWait(stopped, done), "simulate-stop"));
    int code = FAILED;
    try {
      code = run(args, System.out, System.err, Terminal.isInteractive(), stopped::get);
    } finally {
      done.countDown();
    }
    // After Ctrl-C this call waits for ever, and the process ends with the signal's exit code.
    System.exit(code);
  }

  private static void stopAndWait(AtomicBoolean stopped, CountDownLatch done) {
    stopped.set(true);
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("simulate: gave up waiting for the report");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
        return OK;
      }
      if (options.list) {
        out.print(Catalogue.describe());
        return OK;
      }
      SimulatePlan plan = Planner.plan(options);
      boolean clean = new SimulateSession(plan, out, err, interactive, stopped).run();
      return out.checkError()
          ? complain(err, "the standard output cannot be written", FAILED)
          : clean ? OK : FAILED;
    } catch (ParameterException e) {
      return complain(err, e.getMessage() + " (--help shows the options)", USAGE);
    } catch (UsageException e) {
      return complain(err, e.getMessage(), USAGE);
    } catch (IOException e) {
      return complain(err, e.getMessage(), FAILED);
    }
  }

  private static int complain(PrintStream err, @Nullable String reason, int code) {
    err.println("simulate: " + String.valueOf(reason).replaceAll("\\s+", " "));
    return code;
  }
}
