/** The front door: {@link io.thunder.ThunderClient}, its builder, program handles and snapshots. */
@NullMarked
package io.thunder;

import org.jspecify.annotations.NullMarked;
