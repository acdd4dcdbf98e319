package io.thunder.examples.simulator.server;

/**
 * Whether the machine kept up with the engine's clock.
 *
 * @param steps steps completed
 * @param lagNanosMax longest time, on the wall clock, that a step ended later than it should have
 * @param lateShare share of the engine's busy time by which step ends were late; near 0 if the
 *     machine kept up
 */
public record PaceReport(long steps, long lagNanosMax, double lateShare) {}
