package io.thunder.examples.simulator;

/**
 * What the engine tells its driver at the end of a step.
 *
 * <p>Called after the step is applied, so that a listener may submit and abort requests.
 */
public interface EngineListener {

  /** A request has one more output token; {@code outputTokens} is 1 for its first. */
  default void tokenGenerated(long id, int outputTokens, long nowNanos) {}

  /** A request is complete and its blocks are free. */
  default void requestFinished(RequestReport report) {}
}
