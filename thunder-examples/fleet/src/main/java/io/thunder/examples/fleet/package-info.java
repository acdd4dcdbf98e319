/** Measures what becomes of programs on several engines. Start it with {@code run fleet}. */
@NullMarked
package io.thunder.examples.fleet;

import org.jspecify.annotations.NullMarked;
