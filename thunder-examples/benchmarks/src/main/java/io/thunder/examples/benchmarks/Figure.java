package io.thunder.examples.benchmarks;

/**
 * One figure.
 *
 * @param name what was measured, from the general to the particular, separated by dots
 * @param value how much
 * @param unit of what
 */
record Figure(String name, double value, String unit) {}
