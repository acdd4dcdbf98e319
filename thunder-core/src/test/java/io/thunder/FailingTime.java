package io.thunder;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A clock that moves when it is told to, and whose timers fail when they are told to. */
final class FailingTime implements TimeSource {

  final ManualTime manual = new ManualTime();

  /** Whether no more timers can be set. */
  final AtomicBoolean full = new AtomicBoolean();

  /** Whether cancelling one fails, after it has. */
  final AtomicBoolean cancelFails = new AtomicBoolean();

  @Override
  public long nanoTime() {
    return manual.nanoTime();
  }

  @Override
  public Runnable schedule(Duration delay, Runnable task) {
    if (full.get()) {
      throw new IllegalStateException("no more timers");
    }
    Runnable cancel = manual.schedule(delay, task);
    return () -> {
      cancel.run();
      if (cancelFails.get()) {
        throw new IllegalStateException("a cancel that fails");
      }
    };
  }
}
