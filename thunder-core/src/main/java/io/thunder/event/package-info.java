/** What happened, as data, for listeners. */
@NullMarked
package io.thunder.event;

import org.jspecify.annotations.NullMarked;
