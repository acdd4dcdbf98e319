package io.thunder.internal;

import io.thunder.program.ProgramState;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gives up cache on a backend that holds too much, and who may keep it after all.
 * Pauses and marks nobody itself.
 *
 * <p>ACTING programs go before REASONING ones, since they can go at once; within a phase the
 * policy's order decides. What marked programs will give up counts as given up, so that an overflow
 * is paid for once. The last program of a backend stays: with nobody else there, it may take more
 * than the limit.
 */
final class Overflow {

  private Overflow() {}

  /**
   * The next program to pause at once, or null if none has to, or can.
   *
   * @param first whether nobody was paused for the same overflow yet
   */
  static @Nullable ProgramEntry nextToPause(BackendEntry backend, boolean first) {
    if (backend.excess() <= 0 || mustKeepAll(backend)) {
      return null;
    }
    return backend.acting.firstToPause(first);
  }

  /** The next program to mark, or null if none has to be, or can be. */
  static @Nullable ProgramEntry nextToMark(BackendEntry backend) {
    if (unresolved(backend) <= 0 || !backend.acting.isEmpty()) {
      return null;
    }
    boolean lastOne = backend.reasoning.size() == 1 && backend.reservedFor == null;
    return lastOne ? null : backend.reasoning.peek();
  }

  /** The next marked program that may stay, or null. */
  static @Nullable ProgramEntry nextToUnmark(BackendEntry backend) {
    ProgramEntry candidate = backend.marked.peek();
    if (candidate == null) {
      return null;
    }
    return unresolved(backend) + candidate.freedTokens() <= 0 ? candidate : null;
  }

  /**
   * Whether pausing others makes room for so many tokens more on a backend.
   *
   * @param spared the program that asks, which is not paused for itself
   */
  static boolean canMakeRoom(BackendEntry backend, ProgramEntry spared, long moreTokens) {
    long others = backend.acting.freedTokens();
    if (spared.state == ProgramState.ACTING) {
      others -= spared.freedTokens();
    }
    return backend.excess() + moreTokens <= backend.ledger.weighted(others);
  }

  private static boolean mustKeepAll(BackendEntry backend) {
    return backend.programs.size() == 1 && backend.reservedFor == null;
  }

  /** What neither pauses nor marks have cleared yet. */
  private static long unresolved(BackendEntry backend) {
    return backend.excess() - backend.markedTokens;
  }
}
