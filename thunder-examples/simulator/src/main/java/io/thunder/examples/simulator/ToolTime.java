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

  /** Returns a choice between durations. */
  static ToolTime mixture(Choice<ToolTime> choice) {
    return draws -> choice.draw(draws).seconds(draws);
  }

  /** Returns this tool, slower by a factor. */
  default ToolTime times(double factor) {
    return draws -> factor * seconds(draws);
  }
}
