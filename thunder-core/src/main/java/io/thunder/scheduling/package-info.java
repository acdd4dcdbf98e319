/** The policy: when to admit, pause and resume, as data. Pure. */
@NullMarked
package io.thunder.scheduling;

import org.jspecify.annotations.NullMarked;
