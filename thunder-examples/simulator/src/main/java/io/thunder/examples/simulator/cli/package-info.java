/** The laboratory's command line: {@code run simulate}. */
@NullMarked
package io.thunder.examples.simulator.cli;

import org.jspecify.annotations.NullMarked;
