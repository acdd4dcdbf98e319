package io.thunder.simulation;

import java.util.function.Consumer;

/** Runs worlds, and finds out how little of one is enough to make it fail. */
final class Simulation {

  /** Something that fails with enough steps of a seed. */
  @FunctionalInterface
  interface Trial {
    void run(long seed, int steps);
  }

  private Simulation() {}

  /** Runs a seed; returns what happened. Throws what has gone wrong. */
  static Journal run(long seed, int steps) {
    return run(seed, steps, world -> {});
  }

  private static Journal run(long seed, int steps, Consumer<World> begun) {
    Alarm.clear();
    World world = new World(seed);
    begun.accept(world);
    try {
      world.run(steps);
    } catch (SimulationFailure e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw (SimulationFailure) world.failure("unforeseen: " + e).initCause(e);
    }
    return world.journal;
  }

  /** The same; a failure is thrown as it is with the fewest steps. Hands on each world it begins. */
  static Journal runAndShrink(long seed, int steps, Consumer<World> begun) {
    try {
      return run(seed, steps, begun);
    } catch (SimulationFailure failure) {
      shrink(seed, steps, (same, fewer) -> run(same, fewer, begun));
      throw new AssertionError("seed " + seed + " does not always fail", failure);
    }
  }

  /**
   * Looks for the fewest steps under faults with which a seed fails, by halving, and throws what it
   * fails with then, and the command that repeats it. If that is something else than what it fails
   * with at first, it is thrown along with it.
   */
  static void shrink(long seed, int steps, Trial trial) {
    SimulationFailure first = null;
    SimulationFailure smallest = null;
    int enough = steps + 1;
    int tooFew = -1;
    int tried = steps;
    while (enough - tooFew > 1) {
      try {
        trial.run(seed, tried);
        tooFew = tried;
      } catch (SimulationFailure failure) {
        first = first == null ? failure : first;
        smallest = failure;
        enough = tried;
      }
      tried = (enough + tooFew) >>> 1;
    }
    if (smallest != null) {
      AssertionError shrunk = new AssertionError(
          howToRepeat(seed, enough) + System.lineSeparator() + smallest.getMessage(), smallest);
      if (!first.what().equals(smallest.what())) {
        shrunk.addSuppressed(first);
      }
      throw shrunk;
    }
  }

  /** What a seed fails with that does not come to an end. */
  static AssertionError hung(long seed, int step, StackTraceElement[] at) {
    AssertionError hung = new AssertionError(howToRepeat(seed, step) + System.lineSeparator()
        + "seed " + seed + ", step " + step + " does not come to an end");
    hung.setStackTrace(at);
    return hung;
  }

  private static String howToRepeat(long seed, int steps) {
    return "repeat with mvn -B -pl thunder-core test -Dtest=FaultSimulationTest -Dthunder.seed="
        + seed + " -Dthunder.steps=" + steps;
  }
}
