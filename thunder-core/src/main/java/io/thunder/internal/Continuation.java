package io.thunder.internal;

import io.thunder.program.ProgramState;
import io.thunder.scheduling.SchedulingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the next turn of a placed program runs where its cache is, at the cost of others
 * whose tools run if need be, at once on another backend where it is better off, or waits until there
 * is room somewhere.
 */
final class Continuation {

  /** Programs move as long as what they make a backend compute at a time is no more of its capacity. */
  private static final double COLD_SHARE_MAX = 1 / 4.0;

  private final SchedulingPolicy policy;
  private final Fleet fleet;
  private final Placements placements;

  Continuation(SchedulingPolicy policy, Fleet fleet, Placements placements) {
    this.policy = policy;
    this.fleet = fleet;
    this.placements = placements;
  }

  /**
   * Whether a placed program stays so with one more turn, where it is or, if it is better off there,
   * elsewhere; if not, it was paused, or is going to be when its turns in flight end, since its
   * backend is not up.
   */
  boolean staysPlaced(ProgramEntry program, TurnTicket turn, long now) {
    if (policy.movesBetweenTurns() && isUpBetweenTurns(program)) {
      placements.route(program, turn, now);
      return true;
    }
    if (mustMove(program, turn)) {
      placements.pause(program, now);
      return false;
    }
    BackendEntry emptier = emptier(program, turn, now);
    if (emptier != null) {
      placements.move(program, emptier, now);
      return true;
    }
    return continues(program, turn, now);
  }

  private boolean isUpBetweenTurns(ProgramEntry program) {
    return program.state == ProgramState.ACTING && placements.backendOf(program).isUp();
  }

  /** Whether a program should leave its backend, which has failed its turn. */
  private boolean mustMove(ProgramEntry program, TurnTicket turn) {
    return program.state == ProgramState.ACTING
        && turn.failedOn.contains(placements.backendOf(program).id())
        && fleet.upCount() > 1;
  }

  /** Where much less is held, such as on a backend that came back, if a program should go there. */
  private @Nullable BackendEntry emptier(ProgramEntry program, TurnTicket turn, long now) {
    BackendEntry here = placements.backendOf(program);
    BackendEntry there = fleet.roomiest();
    if (policy.moveGap() >= 1
        || program.state != ProgramState.ACTING
        || !policy.capacityAware()
        || there == null
        || there == here
        || there.breaker.isOpen()) { // it is for turns that wait to try it
      return null;
    }
    long tokens = program.footprintWith(turn, there.blockTokens);
    boolean worth =
        here.heldShare(-program.chargedTokens) - there.heldShare(tokens) > policy.moveGap()
            && tokens <= there.room(now)
            && isIdleEnough(there, tokens)
            && fleet.prefers(there, here, program, now);
    return worth ? there : null;
  }

  /** All at once would keep each other waiting. */
  private static boolean isIdleEnough(BackendEntry backend, long tokens) {
    long cold = backend.coldTokens;
    return cold == 0 || cold + tokens <= backend.capacityTokens * COLD_SHARE_MAX;
  }

  /** Whether a turn of a placed program may run where the program is, after pausing others. */
  private boolean continues(ProgramEntry program, TurnTicket turn, long now) {
    BackendEntry backend = placements.backendOf(program);
    if (!backend.isUp()) {
      placements.evict(program, now); // one that rests still has it
      return false;
    }
    if (program.state != ProgramState.ACTING
        || !policy.capacityAware()
        || !policy.isEventDriven()
        || backend.programs.size() == 1) {
      return true;
    }
    long with = program.footprintWith(turn, backend.blockTokens);
    long more = with - (long) Math.floor(backend.ledger.weighted(program.chargedTokens));
    if (backend.excess() + more <= 0) {
      return true;
    }
    if (Overflow.canMakeRoom(backend, program, more)) {
      placements.pauseOthers(program, backend, more, now);
      return true;
    }
    placements.pause(program, now);
    return false;
  }
}
