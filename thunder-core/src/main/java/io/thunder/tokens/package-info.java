/** Turns in tokens instead of text: ids in, ids and their log-probabilities out. */
@NullMarked
package io.thunder.tokens;

import org.jspecify.annotations.NullMarked;
