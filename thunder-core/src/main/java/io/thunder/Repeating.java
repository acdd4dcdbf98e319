package io.thunder;

import java.time.Duration;
import java.util.function.Supplier;

/** Does something again and again, an interval after it was done, until it is stopped. Thread-safe. */
abstract class Repeating implements Runnable {

  private final GuardedTime time;
  private final Supplier<Duration> interval;
  private volatile boolean stopped;
  private volatile Runnable cancelNext = () -> {};

  Repeating(GuardedTime time, Duration interval) {
    this(time, () -> interval);
  }

  /** Asks how long to wait each time. */
  Repeating(GuardedTime time, Supplier<Duration> interval) {
    this.time = time;
    this.interval = interval;
  }

  /** What it does. */
  abstract void act();

  /** Does it now, and goes on. */
  @Override
  public final void run() {
    if (!stopped) {
      try {
        act();
      } finally {
        goOn();
      }
    }
  }

  /** Does it after the interval, and again and again. */
  final void goOn() {
    if (!stopped) {
      cancelNext = time.repeat(interval.get(), this);
      if (stopped) { // meanwhile, by another thread
        cancelNext.run();
      }
    }
  }

  final void stop() {
    stopped = true;
    cancelNext.run();
  }

  final boolean isStopped() {
    return stopped;
  }
}
