package io.thunder.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one program, in order of arrival: one, as a rule. Linked through the turns themselves,
 * so that nothing is allocated; a turn is in one list at most.
 */
@SuppressWarnings("ReferenceEquality") // it is about turns, not about equal ones
final class TurnList implements Iterable<TurnTicket> {

  private @Nullable TurnTicket first;

  /** Counts them. */
  int size() {
    int size = 0;
    for (TurnTicket each = first; each != null; each = each.next) {
      size++;
    }
    return size;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** The oldest, or null. */
  @Nullable
  TurnTicket first() {
    return first;
  }

  boolean contains(TurnTicket turn) {
    TurnTicket each = first; // not by an iterator: this is asked with every turn
    while (each != null && each != turn) {
      each = each.next;
    }
    return each != null;
  }

  /** Adds a turn that is not here. */
  void add(TurnTicket turn) {
    TurnTicket last = null;
    for (TurnTicket each = first; each != null; each = each.next) {
      last = each;
    }
    if (last == null) {
      first = turn;
    } else {
      last.next = turn;
    }
    turn.next = null;
  }

  /** Removes a turn that is here. */
  void remove(TurnTicket turn) {
    TurnTicket before = null;
    TurnTicket each = first;
    while (each != null && each != turn) {
      before = each;
      each = each.next;
    }
    if (each == null) {
      throw new IllegalStateException("turn " + turn.id() + " is not here");
    }
    if (before == null) {
      first = turn.next;
    } else {
      before.next = turn.next;
    }
    turn.next = null;
  }

  /** Removes all and returns them. */
  List<TurnTicket> clear() {
    List<TurnTicket> turns = copy();
    turns.forEach(turn -> turn.next = null);
    first = null;
    return turns;
  }

  /** The turns as they are now. */
  List<TurnTicket> copy() {
    if (first == null) {
      return List.of();
    }
    List<TurnTicket> turns = new ArrayList<>(size());
    forEach(turns::add);
    return turns;
  }

  @Override
  public Iterator<TurnTicket> iterator() {
    return new Iterator<>() {

      private @Nullable TurnTicket next = first;

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public TurnTicket next() {
        TurnTicket turn = next;
        if (turn == null) {
          throw new NoSuchElementException();
        }
        next = turn.next;
        return turn;
      }
    };
  }
}
