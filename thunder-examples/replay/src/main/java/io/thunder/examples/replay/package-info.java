/** The command line of the replay: options, order of events, exit codes. */
@NullMarked
package io.thunder.examples.replay;

import org.jspecify.annotations.NullMarked;
