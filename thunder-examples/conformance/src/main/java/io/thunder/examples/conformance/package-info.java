/** Asks a server what it supports, and says what Thunder does therefore. */
@NullMarked
package io.thunder.examples.conformance;

import org.jspecify.annotations.NullMarked;
