/** The programs: their lives, and the ways, good and bad, in which they use the client. */
@NullMarked
package io.thunder.examples.soak.agent;

import org.jspecify.annotations.NullMarked;
