package io.thunder.examples.simulator;

/** How long a tool call takes. */
@FunctionalInterface
public interface ToolTime {

  /** Draws a duration in seconds. */
  double seconds(Draws draws);

  /** Returns a duration whose logarithm is uniform. */
  static ToolTime logUniform(double low, double high) {
    return draws -> draws.logUniform(low, high);
  }

  /**
   * Returns a heavy-tailed duration: a Pareto distribution, cut at its longest.
   *
   * @param shortest seconds, positive
   * @param shape the tail's exponent; up to 1 the mean exists only because of the cut
   * @param longest seconds
   */
  static ToolTime pareto(double shortest, double shape, double longest) {
    return draws -> Math.min(longest, shortest * StrictMath.pow(1 - draws.uniform(), -1 / shape));
  }

  /** Returns a choice between durations. */
  static ToolTime mixture(Choice<ToolTime> choice) {
    return draws -> choice.draw(draws).seconds(draws);
  }

  /** Returns this tool, slower by a factor. */
  default ToolTime times(double factor) {
    return draws -> factor * seconds(draws);
  }
}
