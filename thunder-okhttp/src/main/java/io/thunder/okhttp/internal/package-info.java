/** How turns and probes travel over HTTP. Not exported: nothing here is API. */
@NullMarked
package io.thunder.okhttp.internal;

import org.jspecify.annotations.NullMarked;
