package io.thunder.event;

import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.TurnOutcome;

/**
 * Something the scheduler did, with the numbers it saw. Events of one client are delivered one
 * after the other, in the order in which they happened.
 */
public sealed interface ThunderEvent {

  /**
   * Calls the listener's method for this kind of event.
   *
   * @param listener who is told
   */
  void deliverTo(ThunderListener listener);

  /**
   * A turn must wait for room.
   *
   * @param program whose turn
   * @param turn the turn's number, unique within the client
   * @param needTokens what the program needs
   * @param roomTokens the most room that any backend has
   */
  record TurnQueued(ProgramId program, long turn, long needTokens, long roomTokens)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onTurnQueued(this);
    }
  }

  /**
   * A turn was let through.
   *
   * @param program whose turn
   * @param turn the turn's number
   * @param backend where it goes
   * @param footprintTokens what the program holds there from now on, growth included
   * @param usedTokens what all programs there hold from now on, as placements count it: between turns
   *     by the policy's {@code actingWeight} and fading, and with what the requests of others hold
   * @param limitTokens up to where a capacity-aware policy places programs there; more is used by one
   *     that is alone, by those that have grown there, and after the limit itself fell
   * @param waitedNanos how long it waited
   */
  record TurnAdmitted(
      ProgramId program,
      long turn,
      BackendId backend,
      long footprintTokens,
      long usedTokens,
      long limitTokens,
      long waitedNanos)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onTurnAdmitted(this);
    }
  }

  /**
   * An admitted turn ended; pairs with {@link TurnAdmitted}.
   *
   * @param program whose turn
   * @param turn the turn's number
   * @param backend where it ran
   * @param outcome how it ended
   * @param footprintTokens what the program's context takes now
   * @param ranNanos how long it ran
   */
  record TurnEnded(
      ProgramId program,
      long turn,
      BackendId backend,
      TurnOutcome outcome,
      long footprintTokens,
      long ranNanos)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onTurnEnded(this);
    }
  }

  /**
   * A turn will not run, whether it waited or not; its caller gets the reason as an exception.
   *
   * @param program whose turn
   * @param turn the turn's number
   * @param reason the message of the exception
   */
  record TurnRefused(ProgramId program, long turn, String reason) implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onTurnRefused(this);
    }
  }

  /**
   * A program gave its cache up.
   *
   * @param program which
   * @param backend where it was
   * @param freedTokens what it held
   * @param usedTokens what the backend's programs held before
   * @param limitTokens what they may hold
   */
  record ProgramPaused(
      ProgramId program, BackendId backend, long freedTokens, long usedTokens, long limitTokens)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onProgramPaused(this);
    }
  }

  /**
   * A program will give its cache up when its turns end.
   *
   * @param program which
   * @param backend where it is
   * @param footprintTokens what it holds
   * @param usedTokens what the backend's programs hold
   * @param limitTokens what they may hold
   */
  record ProgramMarked(
      ProgramId program, BackendId backend, long footprintTokens, long usedTokens, long limitTokens)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onProgramMarked(this);
    }
  }

  /**
   * A marked program may stay: the overflow is gone.
   *
   * @param program which
   * @param backend where it stays
   */
  record ProgramUnmarked(ProgramId program, BackendId backend) implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onProgramUnmarked(this);
    }
  }

  /**
   * A paused program was placed again.
   *
   * @param program which
   * @param backend where
   * @param footprintTokens what it holds there from now on
   * @param usedTokens what all programs there hold from now on, as in {@link TurnAdmitted}
   * @param limitTokens up to where programs may be placed there, as in {@link TurnAdmitted}
   * @param pausedNanos how long it was paused
   */
  record ProgramResumed(
      ProgramId program,
      BackendId backend,
      long footprintTokens,
      long usedTokens,
      long limitTokens,
      long pausedNanos)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onProgramResumed(this);
    }
  }

  /**
   * A program is over; nothing of it is left in the scheduler.
   *
   * @param program which
   * @param reason why
   */
  record ProgramEnded(ProgramId program, EndReason reason) implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onProgramEnded(this);
    }
  }

  /**
   * A backend's health or capacity changed.
   *
   * @param backend which
   * @param health its health now
   * @param capacityTokens its capacity now
   */
  record BackendChanged(BackendId backend, BackendHealth health, long capacityTokens)
      implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onBackendChanged(this);
    }
  }

  /**
   * A backend's cache is gone: its engine has started anew, or somebody has reset it. Programs whose
   * tools run are on no backend any more; their next turns go wherever there is room. Of a router, the
   * servers behind it, or some of them: if at most half are, nobody can tell whose caches are left, so
   * that programs stay, and only what their next turns find cached is taken for no sign of anything.
   *
   * @param backend which
   * @param share how much of it is gone: 1, or less of a router
   * @param programs how many programs had nothing there but their caches, and are there no more
   */
  record CacheLost(BackendId backend, double share, int programs) implements ThunderEvent {
    @Override
    public void deliverTo(ThunderListener listener) {
      listener.onCacheLost(this);
    }
  }
}
