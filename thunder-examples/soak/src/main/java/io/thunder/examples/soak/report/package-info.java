/** What people and programs get to read. */
@NullMarked
package io.thunder.examples.soak.report;

import org.jspecify.annotations.NullMarked;
