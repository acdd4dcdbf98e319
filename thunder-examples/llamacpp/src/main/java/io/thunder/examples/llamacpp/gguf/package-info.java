/** Weights for llama.cpp: files in GGUF with random numbers in them. */
@NullMarked
package io.thunder.examples.llamacpp.gguf;

import org.jspecify.annotations.NullMarked;
