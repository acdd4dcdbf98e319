/**
 * Models of inference engines, with the schedulers and the KV caches of vLLM V1 and SGLang, driven
 * in virtual time; that of vLLM also behind a real HTTP server on loopback.
 */
@NullMarked
package io.thunder.examples.simulator;

import org.jspecify.annotations.NullMarked;
