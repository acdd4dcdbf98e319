/** llama.cpp in this process. */
@NullMarked
package io.thunder.examples.llamacpp.engine;

import org.jspecify.annotations.NullMarked;
