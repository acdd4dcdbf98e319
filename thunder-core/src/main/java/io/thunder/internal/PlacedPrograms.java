package io.thunder.internal;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The programs placed on one backend, in order of placement. Linked through the programs themselves:
 * a program is on one backend at most, and any of them is removed in O(1) without a table.
 */
final class PlacedPrograms implements Iterable<ProgramEntry> {

  private @Nullable ProgramEntry first;
  private @Nullable ProgramEntry last;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a program that is on no backend. */
  void add(ProgramEntry program) {
    program.placedBefore = last;
    if (last == null) {
      first = program;
    } else {
      last.placedAfter = program;
    }
    last = program;
    size++;
  }

  /** Removes a program that is here. */
  void remove(ProgramEntry program) {
    ProgramEntry before = program.placedBefore;
    ProgramEntry after = program.placedAfter;
    if (before == null) {
      first = after;
    } else {
      before.placedAfter = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.placedBefore = before;
    }
    program.placedBefore = null;
    program.placedAfter = null;
    size--;
  }

  /** Goes through the programs; the one that was returned last may be removed meanwhile. */
  @Override
  public Iterator<ProgramEntry> iterator() {
    return new Iterator<>() {

      private @Nullable ProgramEntry next = first;

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public ProgramEntry next() {
        ProgramEntry program = next;
        if (program == null) {
          throw new NoSuchElementException();
        }
        next = program.placedAfter;
        return program;
      }
    };
  }
}
