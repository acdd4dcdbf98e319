/** Transports and probes for inference engines, on OkHttp. */
@NullMarked
package io.thunder.okhttp;

import org.jspecify.annotations.NullMarked;
