package io.thunder.internal;

import io.thunder.backend.BackendHealth;
import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramEvent;
import io.thunder.program.ProgramState;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves programs between backends and the waiting pool.
 */
final class Placements {

  private final SchedulingPolicy policy;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final WaitingPool pool;
  private final Overdue overdue;
  private final EngineOutput output;
  private final Marks marks;
  private final Reservations reservations;
  private final Queueing queueing;
  private final Sharing sharing;

  Placements(
      SchedulingPolicy policy,
      Fleet fleet,
      Bookkeeping books,
      WaitingPool pool,
      SharedPrefixes sharedPrefixes,
      Overdue overdue,
      EngineOutput output) {
    this.policy = policy;
    this.fleet = fleet;
    this.books = books;
    this.pool = pool;
    this.overdue = overdue;
    this.output = output;
    this.marks = new Marks(output);
    this.reservations = new Reservations(policy, fleet, books, pool, marks);
    this.queueing = new Queueing(policy, fleet, books, pool, reservations);
    this.sharing = new Sharing(policy, books, queueing, sharedPrefixes);
  }

  BackendEntry backendOf(ProgramEntry program) {
    BackendEntry backend = program.backend;
    if (backend == null) {
      throw new IllegalStateException("program " + program.id + " is on no backend");
    }
    return backend;
  }

  /* --------------- Programs on backends --------------- */

  /** Books a placed program that has just been given one more turn. */
  void admitted(ProgramEntry program, TurnTicket turn, long now) {
    BackendEntry backend = backendOf(program);
    sharing.declare(program, turn, now);
    books.lift(program, backend, now);
    program.on(ProgramEvent.ADMIT);
    program.everAdmitted = true;
    books.put(program, backend, now);
  }

  /** Lets an admitted turn run. */
  void start(TurnTicket turn, ProgramEntry program, long now) {
    BackendEntry backend = backendOf(program);
    turn.stage = TurnTicket.Stage.RUNNING;
    turn.admittedNanos = now;
    turn.lastSignNanos = now;
    turn.admit(backend.backend);
    if (backend.breaker.isOpen() && backend.trial == null) {
      backend.trial = turn;
      reservations.dropOn(backend, now);
      books.refresh(backend, now);
    }
    output.decided(turn);
    if (output.isListening()) {
      output.event(new ThunderEvent.TurnAdmitted(
          program.id,
          turn.id(),
          backend.id(),
          program.chargedTokens,
          backend.ledger.usedTokens(now),
          backend.admitLimit(),
          now - turn.arrivedNanos));
    }
  }

  /** Books a turn's growth; returns whether the program holds more than before. */
  boolean recharge(ProgramEntry program, long now) {
    BackendEntry backend = backendOf(program);
    if (program.footprint(backend.blockTokens) == program.chargedTokens) {
      return false;
    }
    books.lift(program, backend, now);
    books.put(program, backend, now);
    return true;
  }

  /**
   * Books the end of a turn, which is no longer among the program's running ones.
   *
   * @param computed whether its prompt was computed, as far as one can tell
   */
  void turnEnded(ProgramEntry program, boolean computed, long now) {
    BackendEntry backend = backendOf(program);
    books.lift(program, backend, now);
    program.cold &= !computed;
    if (program.turns.isEmpty()) {
      program.branched = false;
      program.on(ProgramEvent.FINISH);
      program.actingSinceNanos = now;
      program.idleSinceNanos = now;
    }
    if (program.state == ProgramState.PARKED) {
      leave(program, backend, now);
    } else {
      books.put(program, backend, now);
    }
  }

  /** Takes an ACTING program off its backend. */
  void pause(ProgramEntry program, long now) {
    BackendEntry backend = backendOf(program);
    books.lift(program, backend, now);
    program.on(ProgramEvent.PAUSE);
    leave(program, backend, now);
  }

  /** Takes an ACTING program to where its next turn is to run; its cache stays behind. */
  void route(ProgramEntry program, TurnTicket turn, long now) {
    BackendEntry left = backendOf(program);
    BackendEntry chosen = fleet.place(program, turn.failedOn, now);
    if (chosen != null) {
      books.lift(program, left, now);
      detach(program, left, now);
      join(program, chosen, now);
      books.put(program, chosen, now);
    }
  }

  /** Pauses an ACTING program and resumes it at once on a backend with room for it. */
  void move(ProgramEntry program, BackendEntry to, long now) {
    pause(program, now);
    queueing.remove(program);
    attach(program, to, now);
  }

  private void leave(ProgramEntry program, BackendEntry backend, long now) {
    if (output.isListening()) {
      long held = backend.ledger.heldTokens();
      output.event(new ThunderEvent.ProgramPaused(
          program.id,
          backend.id(),
          program.chargedTokens,
          held + program.chargedTokens,
          held - backend.excess()));
    }
    detach(program, backend, now);
    program.pausedSinceNanos = now;
    program.lastBackend = backend.health == BackendHealth.DOWN ? null : backend;
    queueing.addIdle(program, now);
  }

  private void detach(ProgramEntry program, BackendEntry backend, long now) {
    backend.programs.remove(program);
    backend.acting.forget(program);
    books.sharePrefixes(program, backend, List.of());
    program.backend = null;
    program.chargedTokens = 0;
    program.evicted = false;
    books.refresh(backend, now);
  }

  /** Removes every trace of a program. */
  void ended(ProgramEntry program, long now) {
    BackendEntry backend = program.backend;
    if (backend != null) {
      books.lift(program, backend, now);
      detach(program, backend, now);
    }
    if (queueing.remove(program)) {
      queueing.runClock(now);
    }
    reservations.drop(program, now);
    sharing.forget(program, now);
    overdue.remove(program);
    program.on(ProgramEvent.END);
  }

  /** Takes over what a new program has from the one that started it. */
  void adopt(ProgramEntry child, ProgramEntry parent, TurnTicket turn, long now) {
    child.awaited = policy.inheritPriority() && parent.everAdmitted;
    sharing.adopt(child, parent, turn, now);
  }

  /** Learns from an engine's count how long the start of a prompt is. */
  void counted(ProgramEntry program, TurnTicket turn, long promptTokens, long now) {
    sharing.counted(program, turn, promptTokens, now);
  }

  /* --------------- Overflow --------------- */

  /** Pauses, marks or unmarks what the backend's overflow needs. */
  void relieve(BackendEntry backend, long now) {
    ProgramEntry victim = Overflow.nextToPause(backend, /* first= */ true);
    while (victim != null) {
      pause(victim, now);
      victim = Overflow.nextToPause(backend, /* first= */ false);
    }
    marks.adjust(backend);
  }

  /** Pauses other ACTING programs until there is room for so many tokens more. */
  void pauseOthers(ProgramEntry spared, BackendEntry backend, long moreTokens, long now) {
    backend.acting.remove(spared);
    backend.acting.forget(spared);
    backend.arrivingTokens = moreTokens;
    ProgramEntry victim = backend.acting.firstToPause(/* first= */ true);
    while (victim != null && backend.excess() > 0) {
      pause(victim, now);
      victim = backend.acting.firstToPause(/* first= */ false);
    }
    backend.arrivingTokens = 0;
    backend.acting.add(spared);
  }

  /** Takes every program off a backend: at once, or when its turns in flight end. */
  void evict(BackendEntry backend, long now) {
    reservations.dropOn(backend, now);
    for (ProgramEntry program : backend.programs) {
      evict(program, now);
    }
  }

  /** Takes one program off its backend: at once, or when its turns in flight end. */
  void evict(ProgramEntry program, long now) {
    BackendEntry backend = backendOf(program);
    if (program.state == ProgramState.ACTING) {
      pause(program, now);
    } else if (!program.evicted) {
      if (program.state == ProgramState.REASONING) {
        marks.mark(program, backend);
      }
      backend.marked.remove(program);
      program.evicted = true;
    }
  }

  /**
   * Takes the programs off a backend that had nothing there but their caches, which are gone: where
   * they go on costs the same everywhere now. Returns how many.
   */
  int cacheLost(BackendEntry backend, long now) {
    int paused = 0;
    for (ProgramEntry program : backend.programs) {
      if (program.state == ProgramState.ACTING) {
        pause(program, now);
        program.cacheGone = true;
        paused++;
      }
    }
    expectNothing(backend);
    return paused;
  }

  /**
   * Leaves programs where they are, though a part of their caches is gone: nobody knows whose, and the
   * router goes on to send them to the servers that have the rest. What they find cached next time
   * tells nothing of the size of the cache.
   */
  void cacheLostInPart(BackendEntry backend, long now) {
    backend.cachesDoubtedNanos = now;
    expectNothing(backend);
  }

  private static void expectNothing(BackendEntry backend) {
    for (ProgramEntry program : backend.programs) {
      for (TurnTicket turn : program.turns) {
        turn.expectedTokens = 0;
      }
    }
    backend.cacheEmptied();
  }

  /** Keeps no room for anybody on a backend that is not up. */
  void dropReservationOn(BackendEntry backend, long now) {
    reservations.dropOn(backend, now);
  }

  /* --------------- The pool --------------- */

  /** Lets a turn of a paused or new program wait. */
  void enqueue(ProgramEntry program, TurnTicket turn, long now) {
    queueing.remove(program);
    boolean waited = program.state == ProgramState.WAITING;
    sharing.declare(program, turn, now);
    program.turns.add(turn);
    program.on(ProgramEvent.QUEUE);
    if (!waited) {
      program.waitingSinceNanos = turn.arrivedNanos;
    }
    queueing.add(program, now);
    queueing.runClock(now);
  }

  /** Takes a waiting turn out again. */
  void dequeue(ProgramEntry program, TurnTicket turn, long now) {
    queueing.remove(program);
    program.turns.remove(turn);
    if (program.turns.isEmpty()) {
      reservations.drop(program, now);
      program.on(ProgramEvent.WITHDRAW);
      program.idleSinceNanos = now;
      if (!program.everAdmitted) { // it holds nothing that its parent could share
        sharing.forgetHistory(program, now);
      }
      queueing.addIdle(program, now);
    } else {
      queueing.add(program, now);
    }
    queueing.runClock(now);
  }

  /** Whether placing a program now would put it before one that has waited for longer. */
  boolean overtakes(ProgramEntry program) {
    return pool.oldest() != program;
  }

  /** Places as many waiting programs as there is room for; returns how many turns that started. */
  int fill(long now) {
    int started = 0;
    pool.mature(now);
    while (!pool.isEmpty()) {
      reserveForOverdue(now);
      ProgramEntry next = nextToPlace(now);
      int turns = next == null ? 0 : tryPlace(next, now);
      if (next == null || next.backend == null) {
        break;
      }
      started += turns;
    }
    return started;
  }

  /**
   * Lets programs whose tools have run for long give way to turns that wait; returns how many turns
   * that started.
   */
  int yieldIdle(long now) {
    int started = 0;
    for (BackendEntry backend : fleet.all()) {
      ProgramEntry idlest = backend.acting.longestIdle();
      while (idlest != null
          && backend.isUp()
          && pool.anyTurnWaits()
          && now - idlest.actingSinceNanos >= policy.idleGrace().toNanos()) {
        pause(idlest, now);
        started += fill(now);
        idlest = backend.acting.longestIdle();
      }
    }
    return started;
  }

  /** Keeps room for those who have waited for too long. */
  private void reserveForOverdue(long now) {
    reservations.dropUseless(now);
    BackendEntry reserved = reservations.reserve(now);
    while (reserved != null) {
      relieve(reserved, now);
      reserved = reservations.reserve(now);
    }
  }

  private @Nullable ProgramEntry nextToPlace(long now) {
    ProgramEntry owner = reservations.firstThatFits(now);
    return owner != null
        ? owner
        : pool.firstFitting(fleet.roomMax(), program -> fits(program, now));
  }

  /** What a program needs differs with the blocks of a backend, and with what others share there. */
  private boolean fits(ProgramEntry program, long now) {
    return fleet.hasRoomFor(program, failedOn(program), now);
  }

  /** Places one program if it fits somewhere; returns how many turns that started. */
  int tryPlace(ProgramEntry program, long now) {
    BackendEntry kept = program.reservation;
    BackendEntry target = kept != null && kept.isUp() && kept.fits(program, now)
        ? kept
        : fleet.place(program, failedOn(program), now);
    if (target == null) {
      return 0;
    }
    queueing.remove(program);
    reservations.drop(program, now);
    queueing.runClock(now);
    attach(program, target, now);
    for (TurnTicket turn : program.turns) {
      start(turn, program, now);
    }
    return program.turns.size();
  }

  private void attach(ProgramEntry program, BackendEntry backend, long now) {
    boolean again = program.everAdmitted;
    program.branched |= program.turns.size() > 1;
    join(program, backend, now);
    if (program.turns.isEmpty()) {
      program.on(ProgramEvent.RESUME);
      program.actingSinceNanos = now;
    } else {
      program.on(ProgramEvent.ADMIT);
      program.everAdmitted = true;
    }
    books.put(program, backend, now);
    if (again && output.isListening()) {
      output.event(new ThunderEvent.ProgramResumed(
          program.id,
          backend.id(),
          program.chargedTokens,
          backend.ledger.usedTokens(now),
          backend.admitLimit(),
          now - program.pausedSinceNanos));
    }
  }

  private void join(ProgramEntry program, BackendEntry backend, long now) {
    program.backend = backend;
    program.lastBackend = backend;
    program.cacheGone = false;
    program.cold = true;
    backend.programs.add(program);
    books.meter(backend, now);
    fleet.placedOn(backend);
  }

  private static FailedBackends failedOn(ProgramEntry program) {
    TurnTicket first = program.turns.first();
    return first == null ? FailedBackends.NONE : first.failedOn;
  }
}
