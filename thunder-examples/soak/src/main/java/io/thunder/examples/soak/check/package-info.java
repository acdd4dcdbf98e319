/** What must hold, while it runs and afterwards. */
@NullMarked
package io.thunder.examples.soak.check;

import org.jspecify.annotations.NullMarked;
