package io.thunder.examples.simulator.lab;

/** When programs start. */
public sealed interface Arrivals {

  /**
   * A fixed number in flight: one that ends is replaced at once.
   *
   * @param programs how many
   */
  record ClosedLoop(int programs) implements Arrivals {}

  /**
   * Independent users: the times between starts are exponential.
   *
   * @param perSecond programs started per second
   */
  record Poisson(double perSecond) implements Arrivals {}

  /**
   * A fixed number in all, as in one batch of a rollout; the run ends when the last has ended.
   *
   * @param programs how many in all
   * @param parallel how many at most in flight
   */
  record Batch(int programs, int parallel) implements Arrivals {}
}
