package io.thunder.examples.simulator.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import picocli.CommandLine.ParameterException;

/** What the applications have in common around their work: Ctrl-C, exit codes, complaints. */
public final class Application {

  /** Exit code: it ran. */
  public static final int OK = 0;

  /** Exit code: it could not, or what it found is bad. */
  public static final int FAILED = 1;

  /** Exit code: the command line or its input is wrong. */
  public static final int USAGE = 2;

  /** How long Ctrl-C waits for the report. */
  private static final long GRACE_SECONDS = 20;

  private Application() {}

  /**
   * Runs an application and ends the process with its exit code, or with 130 after Ctrl-C.
   *
   * @param name of the application
   * @param stop has the application end early, with what it has; called on another thread
   * @param run the application; returns the exit code
   */
  public static void main(String name, Runnable stop, IntSupplier run) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(name, stop, done), name + "-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = FAILED;
    try {
      code = run.getAsInt();
    } finally {
      done.countDown();
    }
    // After Ctrl-C this call waits for ever, and the process ends with the signal's exit code.
    System.exit(code);
  }

  private static void stopAndWait(String name, Runnable stop, CountDownLatch done) {
    stop.run();
    try {
      if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(name + ": gave up waiting for the report");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Says in one line why an application cannot go on.
   *
   * @param name of the application
   * @param err where to
   * @param reason why
   * @param code the exit code
   * @return the exit code
   */
  public static int complain(String name, PrintStream err, Exception reason, int code) {
    err.println(name + ": " + String.valueOf(reason.getMessage()).replaceAll("\\s+", " ")
        + (reason instanceof ParameterException ? " (--help shows the options)" : ""));
    return code;
  }
}
