/** What can go wrong, split by what the caller can do about it. */
@NullMarked
package io.thunder.error;

import org.jspecify.annotations.NullMarked;
