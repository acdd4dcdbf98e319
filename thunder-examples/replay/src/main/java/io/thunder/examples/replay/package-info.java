/** Placeholder. */
@NullMarked
package io.thunder.examples.replay;

import org.jspecify.annotations.NullMarked;
