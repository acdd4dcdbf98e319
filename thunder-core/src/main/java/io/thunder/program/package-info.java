/** What a program is: identity, state, and the one table of legal transitions. */
@NullMarked
package io.thunder.program;

import org.jspecify.annotations.NullMarked;
