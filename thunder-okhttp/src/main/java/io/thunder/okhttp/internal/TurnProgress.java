package io.thunder.okhttp.internal;

import java.util.function.LongSupplier;

/**
 * How far a turn is on its way, and since when nothing has moved. Written by the threads that
 * connect, send and receive, read by the one that {@linkplain TurnWatch watches}. Thread-safe.
 */
final class TurnProgress {

  /** What there is to wait for. */
  enum Phase {
    /** A thread, the caller's interceptors, or the address of a host. */
    BEGINNING,
    /** A connection, or a handshake on it. */
    CONNECTING,
    /** The engine, to take more of the prompt. */
    SENDING,
    /** The engine, to say more. */
    RECEIVING,
    /** The caller, who has yet to ask for more of a stream. */
    RESTING
  }

  private final LongSupplier nanoTime;
  private final long begunNanos;

  private volatile Phase phase = Phase.BEGINNING;
  private volatile long movedNanos;

  TurnProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begunNanos = nanoTime.getAsLong();
    this.movedNanos = begunNanos;
  }

  /** Notes that some bytes went over the wire. */
  void moved() {
    movedNanos = nanoTime.getAsLong();
  }

  /** Notes what is waited for from now on. */
  void enter(Phase next) {
    moved(); // before the phase is seen, so that nobody takes the rest before it for silence
    phase = next;
  }

  /**
   * Notes that a connection is being opened. Of several that are tried, one may be while another is
   * in use already.
   */
  void connecting() {
    if (phase != Phase.SENDING && phase != Phase.RESTING) {
      enter(Phase.CONNECTING);
    }
  }

  /** Notes that nothing is waited for until the next phase. */
  void rest() {
    phase = Phase.RESTING;
  }

  Phase phase() {
    return phase;
  }

  /** Since the turn began. */
  long nanosInAll(long nowNanos) {
    return nowNanos - begunNanos;
  }

  /** Since something moved. */
  long nanosStill(long nowNanos) {
    return nowNanos - movedNanos;
  }
}
