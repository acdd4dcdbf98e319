/** The port to engines: send a turn, probe a backend. Interfaces and values only. */
@NullMarked
package io.thunder.transport;

import org.jspecify.annotations.NullMarked;
