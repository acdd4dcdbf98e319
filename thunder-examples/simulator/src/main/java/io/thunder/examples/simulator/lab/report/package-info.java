/** What a sweep showed: as a table, as JSON, as a page of charts, and against the targets. */
@NullMarked
package io.thunder.examples.simulator.lab.report;

import org.jspecify.annotations.NullMarked;
