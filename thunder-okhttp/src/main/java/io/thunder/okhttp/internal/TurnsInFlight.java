package io.thunder.okhttp.internal;

import io.thunder.error.ClientClosedException;
import io.thunder.transport.CancelSignal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The turns that were begun and have not ended: whole answers, answers to come, and open streams.
 * OkHttp's dispatcher forgets a call once its headers are there. Thread-safe.
 */
final class TurnsInFlight {

  private static final Runnable NOTHING = new Nothing();

  private final Set<Turn> turns = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Adds a turn and lets its signal cancel it.
   *
   * @throws ClientClosedException if no turn may begin any more
   */
  void begin(Turn turn) {
    turns.add(turn);
    // After adding: either this thread sees that all was closed, or closing sees the turn.
    if (closed) {
      turns.remove(turn);
      throw new ClientClosedException("the transport is closed");
    }
    turn.signal().onCancel(turn.call()::cancel);
  }

  /** Forgets a turn, and takes its call out of a signal that may outlive it. */
  void end(Turn turn) {
    turns.remove(turn);
    CancelSignal signal = turn.signal();
    signal.onCancel(NOTHING);
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  Iterable<Turn> all() {
    return turns;
  }

  /** Cancels all turns and lets no more begin. */
  void close() {
    closed = true;
    for (Turn turn : turns) {
      turn.call().cancel();
    }
  }

  private static final class Nothing implements Runnable {
    @Override
    public void run() {}
  }
}
