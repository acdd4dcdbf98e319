<<<<<<< HEAD
/** The front door: {@link io.thunder.ThunderClient}, its builder, program handles and snapshots. */
=======
/** The front door: the client, its builder, and what they show. */
>>>>>>> okhttp
@NullMarked
package io.thunder;

import org.jspecify.annotations.NullMarked;
