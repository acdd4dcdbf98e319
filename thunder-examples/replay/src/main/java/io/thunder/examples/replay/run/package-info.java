/** The replay itself: agents, engines, time and measurement of one policy's run. */
@NullMarked
package io.thunder.examples.replay.run;

import org.jspecify.annotations.NullMarked;
