/** The engine model behind HTTP, with the paths, bodies and metrics of a vLLM server. */
@NullMarked
package io.thunder.examples.simulator.server;

import org.jspecify.annotations.NullMarked;
