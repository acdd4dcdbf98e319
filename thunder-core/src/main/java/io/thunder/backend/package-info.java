/** What a backend is: identity, kind, capacity, health, and what a probe last read of it. */
@NullMarked
package io.thunder.backend;

import org.jspecify.annotations.NullMarked;
