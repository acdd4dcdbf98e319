/** Tokens held, reserved and free; estimating tokens before an engine has counted them. Pure. */
@NullMarked
package io.thunder.capacity;

import org.jspecify.annotations.NullMarked;
