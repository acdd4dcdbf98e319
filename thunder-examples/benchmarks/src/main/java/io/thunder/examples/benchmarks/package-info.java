/** Measures what Thunder costs: admission, added latency, handover and memory. */
@NullMarked
package io.thunder.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
