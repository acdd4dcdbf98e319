package io.thunder.okhttp.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels turns whose waiting thread was interrupted. A platform thread that reads from a socket
 * does not notice an interrupt; somebody else has to look and close the socket.
 *
 * <p>One daemon thread looks at all waiting threads every {@link #SCAN_NANOS}. It runs while turns
 * wait and a little longer, so that a caller that sends turn after turn does not start a thread for
 * each; then it ends, and the next turn starts another. Thread-safe.
 */
final class InterruptWatch {

  static final long SCAN_NANOS = 50_000_000;

  /** Scans without a waiting turn until the thread ends: five seconds. */
  static final int IDLE_SCANS_MAX = 100;

  private final TurnsInFlight turns;
  private final Executor starter;
  private final Runnable pause;
  private final AtomicBoolean running = new AtomicBoolean();

  InterruptWatch(TurnsInFlight turns) {
    this(turns, InterruptWatch::startDaemon, () -> LockSupport.parkNanos(SCAN_NANOS));
  }

  /**
   * For tests.
   *
   * @param starter starts a thread that looks
   * @param pause returns when it is time for the next look
   */
  InterruptWatch(TurnsInFlight turns, Executor starter, Runnable pause) {
    this.turns = turns;
    this.starter = starter;
    this.pause = pause;
  }

  /** Makes sure that interrupts are seen; called after the turn's waiter was set. */
  void watch() {
    if (!running.get() && running.compareAndSet(false, true)) {
      starter.execute(this::run);
    }
  }

  /** Looks once; returns whether any turn has a waiting thread. */
  boolean scan() {
    boolean any = false;
    for (Turn turn : turns.all()) {
      Thread waiter = turn.waiter();
      if (waiter != null) {
        any = true;
        if (waiter.isInterrupted()) {
          turn.call().cancel();
        }
      }
    }
    return any;
  }

  private void run() {
    int idleScans = 0;
    while (true) {
      pause.run();
      idleScans = scan() ? 0 : idleScans + 1;
      if (idleScans > IDLE_SCANS_MAX || (idleScans > 0 && turns.isClosed())) {
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
    Thread thread = new Thread(work, "thunder-okhttp-interrupt-watch");
    thread.setDaemon(true);
    thread.start();
  }
}
