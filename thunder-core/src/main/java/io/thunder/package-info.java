/** The front door: the client, its builder, and what they show. */
@NullMarked
package io.thunder;

import org.jspecify.annotations.NullMarked;
