package io.thunder.internal;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;

/**
 * Delivers what the engine has decided, outside of it. What is delivered may submit commands, whose
 * decisions are delivered in turn: nested a few times, and after that one after the other, so that a
 * long row of turns that fail as soon as they are sent needs no deep stack. One for each thread.
 */
final class Deliveries {

  private static final ThreadLocal<Deliveries> OF_THREAD = ThreadLocal.withInitial(Deliveries::new);
  private static final int DEPTH_MAX = 8;

  private final ArrayDeque<Object> postponed = new ArrayDeque<>(1);
  private int depth;

  private Deliveries() {}

  static Deliveries ofThread() {
    return OF_THREAD.get();
  }

  /** Delivers one thing, now or when the thread has come back from those it is at. */
  void deliver(Object item) {
    if (depth == DEPTH_MAX) {
      postponed.add(item);
      return;
    }
    deliverNow(item);
    if (depth == 0) {
      for (Object next = postponed.poll(); next != null; next = postponed.poll()) {
        deliverNow(next);
      }
    }
  }

  private void deliverNow(Object item) {
    depth++;
    try {
      hand(item);
    } catch (Throwable e) { // callbacks in other languages throw what none here may
      QuietLog.log(Level.ERROR, "a decision could not be delivered", e);
    } finally {
      depth--;
    }
  }

  private static void hand(Object item) {
    if (item instanceof TurnTicket turn) {
      tell(turn);
    } else if (item instanceof Runnable action) {
      action.run();
    } else if (item instanceof EventSink sink) {
      sink.flush();
    }
  }

  private static void tell(TurnTicket turn) {
    try {
      if (turn.revocation() != null) {
        turn.cancel().cancel();
      }
    } finally {
      turn.wake();
    }
  }
}
