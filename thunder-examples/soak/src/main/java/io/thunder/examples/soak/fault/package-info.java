/** Which faults there are, and when they happen. */
@NullMarked
package io.thunder.examples.soak.fault;

import org.jspecify.annotations.NullMarked;
