package io.thunder;

import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import java.time.Duration;

/** Tells the engine at an interval that time has passed. */
final class Ticks {

  private static final Duration INTERVAL_MAX = Duration.ofSeconds(1);

  private final EngineLoop loop;
  private final TimeSource time;
  private final Duration interval;
  private volatile boolean stopped;
  private volatile Runnable cancelNext = () -> {};

  Ticks(EngineLoop loop, TimeSource time, Duration policyTick) {
    this.loop = loop;
    this.time = time;
    boolean shorter = !policyTick.isZero() && policyTick.compareTo(INTERVAL_MAX) < 0;
    this.interval = shorter ? policyTick : INTERVAL_MAX;
  }

  /** Starts; running what this returns stops. */
  Runnable start() {
    next();
    return () -> {
      stopped = true;
      cancelNext.run();
    };
  }

  private void next() {
    cancelNext = time.schedule(interval, () -> {
      if (!stopped) {
        try {
          loop.submit(new Command.Tick());
        } finally {
          next();
        }
      }
    });
    if (stopped) { // meanwhile, by a callback of the tick or by another thread
      cancelNext.run();
    }
  }
}
