package io.thunder.examples.soak.agent;

import io.thunder.error.BackendFailedException;
import io.thunder.error.SchedulerFailedException;
import io.thunder.error.ThunderException;
import io.thunder.examples.soak.fault.Tally;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what agents do, and how their turns end. Thread-safe. */
public final class Counters {

  /** Turns that were answered. */
  public final LongAdder answered = new LongAdder();

  /** Turns that an agent sent again after a failure. */
  public final LongAdder sentAgain = new LongAdder();

  /** Programs that were begun. */
  public final LongAdder begun = new LongAdder();

  /** Programs that were released. */
  public final LongAdder released = new LongAdder();

  /** Programs that were left to expire. */
  public final LongAdder abandoned = new LongAdder();

  /** Resources that programs were given. */
  public final LongAdder resourcesOpened = new LongAdder();

  /** Resources that were closed. */
  public final LongAdder resourcesClosed = new LongAdder();

  /** Turns that failed, by kind. */
  public final Tally failures = new Tally();

  /** Turns that failed as none may, by what was thrown. */
  public final Tally unexpected = new Tally();

  /** Creates counters at 0. */
  public Counters() {}

  /**
   * How many resources of programs are not closed.
   *
   * @return the number
   */
  public long resourcesOpen() {
    return resourcesOpened.sum() - resourcesClosed.sum();
  }

  /**
   * How many turns have failed.
   *
   * @return the number
   */
  public long failed() {
    return failures.total() + unexpected.total();
  }

  /** Counts the end of a turn. */
  void ended(@Nullable Throwable failure) {
    if (failure == null) {
      answered.increment();
      return;
    }
    Throwable cause = unwrapped(failure);
    if (isExpected(cause)) {
      failures.count(kind(cause));
    } else {
      unexpected.count(cause.toString());
    }
  }

  private static boolean isExpected(Throwable cause) {
    return cause instanceof CancellationException
        || (cause instanceof ThunderException && !(cause instanceof SchedulerFailedException));
  }

  private static String kind(Throwable cause) {
    String name = cause.getClass().getSimpleName().replace("Exception", "");
    return cause instanceof BackendFailedException failed && failed.status() > 0
        ? name + " " + failed.status()
        : name;
  }

  /** Returns what was thrown at first. */
  static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
