/**
 * The engine: the only mutable place. One writer at a time applies commands and emits decisions.
 */
@NullMarked
package io.thunder.internal;

import org.jspecify.annotations.NullMarked;
