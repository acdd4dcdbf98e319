package io.thunder.simulation;

/** Something that must never happen has happened in a world. */
final class SimulationFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  private final String what;

  SimulationFailure(World world, String what) {
    super("seed " + world.seed + ", step " + world.steps() + ", policy " + world.plan.policy.name()
        + ": " + what + "; last events:" + world.journal.tail());
    this.what = what;
  }

  /** What has happened, without where. */
  String what() {
    return what;
  }
}
