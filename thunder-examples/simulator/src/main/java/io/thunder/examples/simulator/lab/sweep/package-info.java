/** Many runs of the laboratory at once, and what they say together. */
@NullMarked
package io.thunder.examples.simulator.lab.sweep;

import org.jspecify.annotations.NullMarked;
