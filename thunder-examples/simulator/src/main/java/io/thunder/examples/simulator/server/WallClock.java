package io.thunder.examples.simulator.server;

import java.util.concurrent.locks.LockSupport;

/** The only place that reads and waits for real time. */
interface WallClock {

  long nanoTime();

  /** Waits for about this long; may return early. */
  void park(long nanos);

  /** The clock of the machine. */
  WallClock SYSTEM = new WallClock() {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void park(long nanos) {
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      } else {
        Thread.onSpinWait();
      }
    }
  };
}
