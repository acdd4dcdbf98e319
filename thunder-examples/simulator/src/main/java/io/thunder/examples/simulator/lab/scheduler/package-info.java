/** The schedulers that the laboratory compares. */
@NullMarked
package io.thunder.examples.simulator.lab.scheduler;

import org.jspecify.annotations.NullMarked;
