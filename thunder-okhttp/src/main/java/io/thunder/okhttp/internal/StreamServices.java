package io.thunder.okhttp.internal;

/** What an open stream needs of its transport. */
record StreamServices(TurnsInFlight turns, Failures failures) {}
