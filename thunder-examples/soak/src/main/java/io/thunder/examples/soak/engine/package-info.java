/** Engines behind HTTP that fail in every way, and what makes them. */
@NullMarked
package io.thunder.examples.soak.engine;

import org.jspecify.annotations.NullMarked;
