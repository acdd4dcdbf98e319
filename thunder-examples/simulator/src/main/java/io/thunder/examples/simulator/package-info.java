/**
 * A model of an inference engine with the scheduler and the KV cache of vLLM V1, driven either in
 * virtual time or behind a real HTTP server on loopback.
 */
@NullMarked
package io.thunder.examples.simulator;

import org.jspecify.annotations.NullMarked;
