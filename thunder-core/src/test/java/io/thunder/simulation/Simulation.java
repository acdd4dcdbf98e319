package io.thunder.simulation;

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
    Alarm.clear();
    World world = new World(seed);
    try {
      world.run(steps);
    } catch (SimulationFailure e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw (SimulationFailure) world.failure("unforeseen: " + e).initCause(e);
    }
    return world.journal;
  }

  /** The same; a failure is thrown as it is with the fewest steps. */
  static Journal runAndShrink(long seed, int steps) {
    try {
      return run(seed, steps);
    } catch (SimulationFailure failure) {
      shrink(seed, steps, Simulation::run);
      throw new AssertionError("seed " + seed + " does not always fail", failure);
    }
  }

  /**
   * Looks for the fewest steps under faults with which a seed fails, by halving, and throws what it
   * fails with then, and the command that repeats it.
   */
  static void shrink(long seed, int steps, Trial trial) {
    SimulationFailure smallest = null;
    int enough = steps + 1;
    int tooFew = -1;
    int tried = steps;
    while (enough - tooFew > 1) {
      try {
        trial.run(seed, tried);
        tooFew = tried;
      } catch (SimulationFailure failure) {
        smallest = failure;
        enough = tried;
      }
      tried = (enough + tooFew) >>> 1;
    }
    if (smallest != null) {
      throw new AssertionError(
          "repeat with mvn -B -pl thunder-core test -Dtest=FaultSimulationTest -Dthunder.seed="
              + seed + " -Dthunder.steps=" + enough + System.lineSeparator()
              + smallest.getMessage(),
          smallest);
    }
  }
}
