package io.thunder.examples.soak.agent;

import java.util.Locale;

/** How an agent makes a turn. */
enum Manner {
  /** A future, awaited; all other turns. */
  ASYNC(0, false),
  /** A call that blocks. */
  BLOCKING(.02, false),
  /** A stream, read to its end. */
  STREAMED(.05, false),
  /** A lease for a client of the agent's own. */
  LEASED(.03, false),
  /** A future that is cancelled on the way. */
  CANCELLED(.02, true),
  /** A call that blocks and is interrupted. */
  INTERRUPTED(.005, true),
  /** A stream that is closed before its end. */
  STREAM_CLOSED(.01, true),
  /** A lease that nobody ends. */
  LEASE_LOST(.003, true),
  /** Several turns of the program at once. */
  SEVERAL(.02, true);

  private final double share;
  private final boolean faulty;

  Manner(double share, boolean faulty) {
    this.share = share;
    this.faulty = faulty;
  }

  /** Returns whether this is a fault of the caller. */
  boolean isFaulty() {
    return faulty;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the manner of a turn; {@code uniform} is from 0 to below 1. */
  static Manner draw(double uniform) {
    double left = uniform;
    for (Manner manner : values()) {
      left -= manner.share;
      if (left < 0) {
        return manner;
      }
    }
    return ASYNC;
  }
}
