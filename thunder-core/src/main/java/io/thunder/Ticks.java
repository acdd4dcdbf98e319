package io.thunder;

import io.thunder.internal.Command;
import io.thunder.internal.EngineLoop;
import java.time.Duration;

/** Tells the engine at an interval that time has passed. */
final class Ticks extends Repeating {

  private static final Duration INTERVAL_MAX = Duration.ofSeconds(1);

  private final EngineLoop loop;

  Ticks(EngineLoop loop, GuardedTime time, Duration policyTick) {
    super(time, interval(policyTick));
    this.loop = loop;
  }

  private static Duration interval(Duration policyTick) {
    boolean shorter = !policyTick.isZero() && policyTick.compareTo(INTERVAL_MAX) < 0;
    return shorter ? policyTick : INTERVAL_MAX;
  }

  @Override
  void act() {
    loop.submit(new Command.Tick());
  }
}
