package io.thunder.okhttp.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Cancels turns that take too long, and those whose waiting thread was interrupted. A platform
 * thread that reads from a socket does not notice an interrupt; somebody else has to look and close
 * the socket.
 *
 * <p>Time limits are kept here, too, so that most turns do without OkHttp's timeouts, which wake a
 * thread of their own with each read and write: a seventh of a short call on loopback. Which turns
 * keep those as well, {@link Clients#turns} decides.
 *
 * <p>One daemon thread looks at all turns every {@link #SCAN_NANOS}. It runs while turns are in
 * flight and a little longer, so that a caller that sends turn after turn does not start a thread
 * for each; then it ends, and the next turn starts another. Thread-safe.
 */
final class TurnWatch {

  private static final Logger LOG = System.getLogger("io.thunder");

  static final long SCAN_NANOS = 50_000_000;

  /** Scans without a turn until the thread ends: five seconds. */
  static final int IDLE_SCANS_MAX = 100;

  private final TurnsInFlight turns;
  private final Patience patience;
  private final LongSupplier nanoTime;
  private final Executor starter;
  private final Runnable pause;
  private final int idleScansMax;
  private final AtomicBoolean running = new AtomicBoolean();

  TurnWatch(TurnsInFlight turns, Patience patience, LongSupplier nanoTime) {
    this(
        turns,
        patience,
        nanoTime,
        TurnWatch::startDaemon,
        () -> LockSupport.parkNanos(SCAN_NANOS),
        IDLE_SCANS_MAX);
  }

  /**
   * For tests.
   *
   * @param starter starts a thread that looks
   * @param pause returns when it is time for the next look
   * @param idleScansMax scans without a turn until the thread ends
   */
  TurnWatch(
      TurnsInFlight turns,
      Patience patience,
      LongSupplier nanoTime,
      Executor starter,
      Runnable pause,
      int idleScansMax) {
    this.turns = turns;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.starter = starter;
    this.pause = pause;
    this.idleScansMax = idleScansMax;
  }

  /** Makes sure that somebody looks; called after a turn has begun. */
  void watch() {
    if (!running.get() && running.compareAndSet(false, true)) {
      try {
        starter.execute(this::run);
      } catch (RuntimeException | Error e) { // where no thread can be started
        running.set(false); // the next turn tries again
        throw e;
      }
    }
  }

  /** Looks once; returns whether any turn is in flight. */
  boolean scan() {
    boolean any = false;
    for (Turn turn : turns.all()) {
      any = true;
      try {
        look(turn);
      } catch (RuntimeException
          | Error e) { // out of a caller's event listener; the others depend on this
        LOG.log(Level.WARNING, "cancelling a turn threw", e);
      }
    }
    return any;
  }

  private void look(Turn turn) {
    Thread waiter = turn.waiter();
    String exceeded = patience.exceeded(turn.progress(), nanoTime.getAsLong());
    if (waiter != null && waiter.isInterrupted()) {
      turn.call().cancel();
    } else if (exceeded != null) {
      turns.end(turn); // nobody else may: a stream that was lost is never closed
      turn.giveUp(exceeded);
    }
  }

  private void run() {
    try {
      lookOnAndOn();
    } catch (Throwable e) { // as where there is no memory
      running.set(false); // the next turn starts another
      throw e;
    }
  }

  private void lookOnAndOn() {
    int idleScans = 0;
    while (!turns.isClosed()) { // closing cancels all turns
      pause.run();
      idleScans = scan() ? 0 : idleScans + 1;
      if (idleScans > idleScansMax) {
        running.set(false);
        // A turn that began before this line was written may have relied on this thread.
        if (!scan() || !running.compareAndSet(false, true)) {
          return;
        }
        idleScans = 0;
      }
    }
  }

  private static void startDaemon(Runnable work) {
    Thread thread =
        new Thread(null, work, "thunder-okhttp-turn-watch", 0, /* inheritThreadLocals= */ false);
    thread.setDaemon(true);
    thread.start();
  }
}
