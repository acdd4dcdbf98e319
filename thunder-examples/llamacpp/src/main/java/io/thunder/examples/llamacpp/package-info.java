/** A real engine for the CPU as an application, and as a child process of others. */
@NullMarked
package io.thunder.examples.llamacpp;

import org.jspecify.annotations.NullMarked;
