package io.thunder.examples.simulator.lab;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler is told wrongly or late.
 *
 * @param name name in tables
 * @param capacityFactor what it is told of an engine's capacity, as a multiple of the truth
 * @param estimateFactor what it is told of a prompt's length before the engine has counted it, as
 *     a multiple of the truth
 * @param metricsAge how old an engine's metrics are when they arrive; null means they never do
 */
public record Condition(
    String name,
    double capacityFactor,
    double estimateFactor,
    @Nullable Duration metricsAge) {

  /** Everything is true and at once. */
  public static final Condition CLEAN = new Condition("clean", 1, 1, Duration.ZERO);
}
