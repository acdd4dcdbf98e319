package io.thunder.examples.simulator;

/**
 * A kind of tool that programs call.
 *
 * @param name its name, empty if unknown
 * @param time how long a call takes
 */
public record Tool(String name, ToolTime time) {

  /** Returns this tool, slower by a factor. */
  public Tool times(double factor) {
    return new Tool(name, time.times(factor));
  }
}
