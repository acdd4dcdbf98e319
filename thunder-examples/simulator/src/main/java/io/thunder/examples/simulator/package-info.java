/** Placeholder. */
@NullMarked
package io.thunder.examples.simulator;

import org.jspecify.annotations.NullMarked;
