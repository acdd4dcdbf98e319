/** Measures what Thunder costs in time, bytes and heap, and compares it with budgets. */
@NullMarked
package io.thunder.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
