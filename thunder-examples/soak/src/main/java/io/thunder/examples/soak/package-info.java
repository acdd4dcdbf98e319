/** Soak test: thousands of programs over HTTP under faults. Start it with {@code run soak}. */
@NullMarked
package io.thunder.examples.soak;

import org.jspecify.annotations.NullMarked;
