/** What a replay shows: live progress, a table, JSON, and a page of charts. */
@NullMarked
package io.thunder.examples.replay.report;

import org.jspecify.annotations.NullMarked;
