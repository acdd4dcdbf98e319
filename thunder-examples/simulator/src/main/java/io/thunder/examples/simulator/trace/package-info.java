/** Recorded agent programs: read from a trace, or drawn from quantile tables of traces. */
@NullMarked
package io.thunder.examples.simulator.trace;

import org.jspecify.annotations.NullMarked;
