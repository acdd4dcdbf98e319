/** The laboratory: schedulers against each other on modelled engines, in virtual time. */
@NullMarked
package io.thunder.examples.simulator.lab;

import org.jspecify.annotations.NullMarked;
