/** What is replayed: agent programs, read from a trace or drawn from quantile tables. */
@NullMarked
package io.thunder.examples.replay.program;

import org.jspecify.annotations.NullMarked;
