package io.thunder.internal;

/** A command that an engine applied. */
record JournalEntry(Command command, long nowNanos) {}
