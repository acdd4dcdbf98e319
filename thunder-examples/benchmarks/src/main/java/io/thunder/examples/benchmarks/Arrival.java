package io.thunder.examples.benchmarks;

import io.thunder.TurnLease;

/**
 * A lease that has reached its caller.
 *
 * @param lease the lease
 * @param atNanos when the caller had it, by {@link System#nanoTime}
 */
record Arrival(TurnLease lease, long atNanos) {}
