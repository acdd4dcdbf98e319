/** Placeholder. */
@NullMarked
package io.thunder.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
