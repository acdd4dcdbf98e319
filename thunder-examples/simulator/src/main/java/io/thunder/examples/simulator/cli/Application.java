package io.thunder.examples.simulator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the applications have in common around their work: Ctrl-C, exit codes, complaints. */
public final class Application {

  /** Exit code: it ran. */
  static final int OK = 0;

  /** Exit code: it could not, or what it found is bad. */
  static final int FAILED = 1;

  /** Exit code: the command line or its input is wrong. */
  static final int USAGE = 2;

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

  /** What an application does once its command line is read. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it.
     *
     * @return whether all is well
     * @throws UsageException if the command line or its input is wrong
     * @throws IOException if it failed
     */
    boolean run() throws UsageException, IOException;
  }

  /**
   * Reads a command line and does what it says, or shows its help; says in one line why it cannot.
   *
   * @param name of the application
   * @param options where picocli puts the options
   * @param args the command line
   * @param out for results and help
   * @param err for complaints
   * @param work what to do then
   * @return the exit code
   */
  public static int run(
      String name, Object options, String[] args, PrintStream out, PrintStream err, Work work) {
    CommandLine command = new CommandLine(options);
    try {
      command.parseArgs(args);
      if (command.isUsageHelpRequested()) {
        command.usage(out);
        return OK;
      }
      boolean well = work.run();
      if (out.checkError()) {
        throw new IOException("the standard output cannot be written");
      }
      return well ? OK : FAILED;
    } catch (ParameterException | UsageException e) {
      return complain(name, err, e, USAGE);
    } catch (IOException e) {
      return complain(name, err, e, FAILED);
    }
  }

  private static int complain(String name, PrintStream err, Exception reason, int code) {
    err.println(name + ": " + String.valueOf(reason.getMessage()).replaceAll("\\s+", " ")
        + (reason instanceof ParameterException ? " (--help shows the options)" : ""));
    return code;
  }
}
