/** llama.cpp behind HTTP, with the paths, bodies and metrics of a vLLM server. */
@NullMarked
package io.thunder.examples.llamacpp.server;

import org.jspecify.annotations.NullMarked;
