package io.thunder.internal;

import org.jspecify.annotations.Nullable;

/**
 * The programs that have neither a turn in flight nor one waiting, the longest idle first. Time does
 * not run backwards, so whoever becomes idle goes to the end: a list that is linked through the
 * programs themselves keeps the order in O(1) and without allocating.
 */
final class IdlePrograms {

  private @Nullable ProgramEntry oldest;
  private @Nullable ProgramEntry youngest;

  /** Adds a program that is not here; the time must not be before an earlier one. */
  void add(ProgramEntry program, long nowNanos) {
    program.idleSinceNanos = nowNanos;
    program.idle = true;
    program.idleBefore = youngest;
    if (youngest == null) {
      oldest = program;
    } else {
      youngest.idleAfter = program;
    }
    youngest = program;
  }

  /** Removes a program if it is here. */
  void remove(ProgramEntry program) {
    if (!program.idle) {
      return;
    }
    ProgramEntry before = program.idleBefore;
    ProgramEntry after = program.idleAfter;
    if (before == null) {
      oldest = after;
    } else {
      before.idleAfter = after;
    }
    if (after == null) {
      youngest = before;
    } else {
      after.idleBefore = before;
    }
    program.idle = false;
    program.idleBefore = null;
    program.idleAfter = null;
  }

  @Nullable
  ProgramEntry oldest() {
    return oldest;
  }
}
