package io.thunder.examples.simulator.lab.sweep;

import io.thunder.examples.simulator.lab.Condition;
import java.time.Duration;
import java.util.List;

/** What schedulers may be told wrongly, by name. */
public final class Conditions {

  private static final List<Condition> ALL = List.of(
      Condition.CLEAN,
      new Condition("capacity-20", .8, 1, Duration.ZERO),
      new Condition("capacity+20", 1.2, 1, Duration.ZERO),
      new Condition("estimates-25", 1, .75, Duration.ZERO),
      new Condition("estimates+25", 1, 1.25, Duration.ZERO),
      new Condition("metrics-late", 1, 1, Duration.ofSeconds(10)),
      new Condition("metrics-missing", 1, 1, null));

  private Conditions() {}

  /** Returns all of them, the clean one first. */
  public static List<Condition> all() {
    return ALL;
  }
}
