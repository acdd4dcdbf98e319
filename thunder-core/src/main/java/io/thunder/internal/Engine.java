package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.LeaseExpiredException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.error.QueueFullException;
import io.thunder.error.ThunderException;
import io.thunder.event.Finding;
import io.thunder.event.ThunderEvent;
import io.thunder.program.EndReason;
import io.thunder.program.ParentProgram;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler: a deterministic state machine {@code (state, command, now) -> (state, decisions)}.
 * It has no clock, thread, lock, randomness or I/O; one writer at a time calls {@link #apply}.
 *
 * <p>Every command first changes the program or backend it is about, then <em>settles</em>: each
 * backend it touched pauses or marks what its overflow needs, and whatever room there is goes to
 * the waiting pool. A policy with a tick settles at ticks only.
 *
 * <p>Cost: O(log n) per command in the number of programs, and per program paused or placed.
 */
public final class Engine {

  private final SchedulingPolicy policy;
  private final EngineLimits limits;
  private final EngineOutput output;
  private final Fleet fleet;
  private final Bookkeeping books;
  private final Placements placements;
  private final Continuation continuation;
  private final Membership members;
  private final WaitingPool pool;
  private final SharedPrefixes prefixes = new SharedPrefixes();
  private final ProgramTable programs = new ProgramTable();
  private final TurnEstimates estimates;
  private final Overdue overdue;
  private final SelfCheck selfCheck = new SelfCheck();

  private long serials;
  private long lastNanos = Long.MIN_VALUE;
  private long nextTickNanos = Long.MIN_VALUE;
  private long lastTickNanos = Long.MIN_VALUE;
  private int waitingTurns;
  private boolean closed;
  private boolean backendsExpected;

  /**
   * Creates an engine without backends and programs.
   *
   * @param policy when to admit, pause and resume
   * @param limits the bounds
   * @param output where decisions go
   */
  public Engine(SchedulingPolicy policy, EngineLimits limits, EngineOutput output) {
    this.policy = policy;
    this.limits = limits;
    this.output = output;
    this.estimates = new TurnEstimates(policy);
    this.fleet = new Fleet(policy);
    this.overdue = new Overdue(limits);
    this.pool = new WaitingPool(policy.arrivalOrderFor().toNanos());
    this.books = new Bookkeeping(policy, fleet);
    this.placements = new Placements(policy, fleet, books, pool, prefixes, overdue, output);
    this.continuation = new Continuation(policy, fleet, placements);
    this.members = new Membership(policy, limits, fleet, books, placements, output);
  }

  /**
   * Applies one command.
   *
   * @param command what happens
   * @param nowNanos when; a time before the last one counts as the last one
   */
  public void apply(Command command, long nowNanos) {
    lastNanos = Math.max(lastNanos, nowNanos);
    long changes = members.healthChanges();
    command.applyTo(this, lastNanos);
    if (members.healthChanges() != changes) {
      refuseIfNobodyIsUp(lastNanos); // the last backend may be gone, or its trial failed
    }
  }

  /* --------------- Turns --------------- */

  void arrive(TurnTicket turn, long now) {
    turn.arrivedNanos = now;
    ProgramEntry known = programs.get(turn.programId());
    estimates.estimate(turn, known);
    ThunderException obstacle = obstacle(turn);
    if (obstacle != null) {
      refuse(turn, obstacle);
      return;
    }
    turn.program = known;
    if (known != null && known.backend != null && continuation.staysPlaced(known, turn, now)) {
      admit(known, turn, now);
      settle(placements.backendOf(known), now);
      return;
    }
    if (waitingTurns >= limits.waitingTurnsMax()) {
      refuse(
          turn,
          new QueueFullException(
              waitingTurns + " turns are waiting already, the most allowed: " + describe(turn)));
      placeWaiting(now, null); // its program may just have given room up
      return;
    }
    ProgramEntry program = known != null ? known : register(turn.programId(), now);
    if (program.state == ProgramState.NEW) {
      adopt(program, turn, now);
    }
    turn.program = program;
    queue(program, turn, now);
    if (policy.isEventDriven() || !placements.overtakes(program)) {
      placeWaiting(now, policy.isEventDriven() ? null : program);
    }
    if (turn.stage == TurnTicket.Stage.WAITING && output.isListening()) {
      long need = program.backend == null
          ? program.needTokens
          : program.footprintWith(turn, fleet.blockTokensMax());
      output.event(new ThunderEvent.TurnQueued(program.id, turn.id(), need, fleet.freeTokensMax()));
    }
  }

  private void admit(ProgramEntry program, TurnTicket turn, long now) {
    program.branched |= !program.turns.isEmpty();
    boolean kept = program.turns.isEmpty() && !program.cold && !program.isCacheDoubted();
    turn.expectedTokens = kept ? program.baseTokens : 0;
    program.turns.add(turn);
    placements.admitted(program, turn, now);
    placements.start(turn, program, now);
  }

  private void queue(ProgramEntry program, TurnTicket turn, long now) {
    turn.stage = TurnTicket.Stage.WAITING;
    waitingTurns++;
    if (program.backend == null) {
      placements.enqueue(program, turn, now);
    } else {
      program.delay(turn);
    }
  }

  /** Lets turns go on that waited for a backend which came back before their program could leave. */
  private void admitDelayed(BackendEntry backend, long now) {
    for (ProgramEntry program : backend.programs) {
      if (backend.isUp() && program.hasDelayed()) {
        for (TurnTicket turn : program.takeDelayed()) {
          waitingTurns--;
          admit(program, turn, now);
        }
      }
    }
  }

  void progress(TurnTicket turn, long generatedTokens, long now) {
    if (turn.stage != TurnTicket.Stage.RUNNING) {
      return;
    }
    turn.lastSignNanos = now;
    ProgramEntry program = programOf(turn);
    BackendEntry backend = placements.backendOf(program);
    long generated = Math.min(generatedTokens, backend.generatedTokensMax());
    if (generated <= turn.generatedTokens) {
      return;
    }
    if (turn.generatedTokens == 0) {
      turn.firstTokenNanos = now;
    }
    turn.generatedTokens = generated;
    if (members.generates(backend, turn, now)) {
      admitDelayed(backend, now);
      settle(backend, now);
    }
    if (placements.recharge(program, now)) {
      settle(backend, now);
    }
  }

  void finish(TurnTicket turn, TurnOutcome outcome, @Nullable Usage reported, long now) {
    if (turn.stage != TurnTicket.Stage.RUNNING) {
      return;
    }
    ProgramEntry program = programOf(turn);
    BackendEntry backend = placements.backendOf(program);
    Usage usage = reported != null && backend.believes(reported) ? backend.read(reported) : null;
    turn.stage = TurnTicket.Stage.OVER;
    program.turnsEnded++;
    boolean pressed = waitingTurns > 0;
    if (estimates.learn(program, turn, outcome, usage, backend, pressed, now)) {
      members.learnt(backend, now);
    }
    program.turns.remove(turn);
    boolean computed = outcome == TurnOutcome.SUCCEEDED || turn.generatedTokens > 0;
    placements.turnEnded(program, computed, now);
    if (outcome == TurnOutcome.SUCCEEDED && usage != null) {
      placements.counted(program, turn, usage.promptTokens(), now);
    }
    if (program.backend == null && program.hasDelayed()) {
      for (TurnTicket delayed : program.takeDelayed()) {
        placements.enqueue(program, delayed, now);
      }
    }
    announceEnd(turn, program, backend, outcome, now);
    judge(turn, backend, outcome, now);
    members.forgetIfGone(backend);
    settle(backend, now);
  }

  /** Has a turn that is over tell whether its backend is to be given others. */
  private void judge(TurnTicket turn, BackendEntry backend, TurnOutcome outcome, long now) {
    if (members.judge(backend, turn, outcome, now) && !closed) {
      admitDelayed(backend, now);
    }
  }

  private void announceEnd(
      TurnTicket turn, ProgramEntry program, BackendEntry backend, TurnOutcome outcome, long now) {
    if (output.isListening()) {
      output.event(new ThunderEvent.TurnEnded(
          program.id,
          turn.id(),
          backend.id(),
          outcome,
          program.footprintTokens(),
          now - turn.admittedNanos));
    }
  }

  void withdraw(TurnTicket turn, ThunderException reason, boolean evenIfRunning, long now) {
    if (turn.stage == TurnTicket.Stage.RUNNING && evenIfRunning) {
      finish(turn, TurnOutcome.CANCELLED, null, now);
    } else if (turn.stage == TurnTicket.Stage.WAITING) {
      ProgramEntry program = programOf(turn);
      if (program.backend == null) {
        placements.dequeue(program, turn, now);
      } else {
        program.withdrawDelayed(turn);
      }
      waitingTurns--;
      refuse(turn, reason);
      placeWaiting(now, null); // it may have held a reservation
    }
  }

  private void refuse(TurnTicket turn, ThunderException reason) {
    turn.stage = TurnTicket.Stage.OVER;
    turn.refuse(reason);
    output.decided(turn);
    if (output.isListening()) {
      output.event(new ThunderEvent.TurnRefused(
          turn.programId(), turn.id(), String.valueOf(reason.getMessage())));
    }
  }

  /** Why a turn cannot even wait, or null. */
  private @Nullable ThunderException obstacle(TurnTicket turn) {
    if (closed) {
      return new ClientClosedException("the client is closed: " + describe(turn));
    }
    if (turn.comesTooLate()) {
      return new ProgramReleasedException(
          describe(turn) + " comes too late: its program was released, or has expired");
    }
    if (fleet.isEmpty() && !backendsExpected) {
      return new BackendUnavailableException("no backend is configured: " + describe(turn), null);
    }
    if (policy.capacityAware() && turn.leastTokens > fleet.capacityBound()) {
      return new ProgramTooLargeException(describe(turn)
          + " has a prompt of about "
          + turn.promptTokens
          + " tokens, the largest backend holds "
          + fleet.capacityMax());
    }
    return null;
  }

  private static String describe(TurnTicket turn) {
    return "turn " + turn.id() + " of program " + turn.programId();
  }

  /* --------------- Programs --------------- */

  /**
   * Begins a program without a turn, if there is none of that id; inside an inspection only. It is
   * idle from now on.
   *
   * @param id the program
   * @return whether there is such a program now; there is none once the engine is closed
   */
  public boolean begin(ProgramId id) {
    if (!closed && programs.get(id) == null) {
      register(id, lastNanos);
    }
    return !closed;
  }

  /**
   * Whether no more turns are taken; inside an inspection only.
   *
   * @return true once it is closed
   */
  public boolean isClosed() {
    return closed;
  }

  private ProgramEntry register(ProgramId id, long now) {
    ProgramEntry program = new ProgramEntry(id, serials++);
    programs.put(program);
    overdue.add(program, now);
    return program;
  }

  /**
   * Takes over from the first turn of a program who waits for it. One that has made no turn yet waits
   * for nobody and has no history; it may only own something, or be the program itself.
   */
  private void adopt(ProgramEntry program, TurnTicket first, long now) {
    ParentProgram parent = first.parent();
    ProgramEntry starter = parent == null ? null : programs.get(parent.id());
    if (starter != null && starter.state != ProgramState.NEW) {
      placements.adopt(program, starter, first, now);
    }
  }

  void release(ProgramId id, EndReason reason, long now) {
    ProgramEntry program = programs.get(id);
    if (program != null) {
      BackendEntry backend = program.backend;
      end(program, reason, now);
      if (backend != null) {
        members.forgetIfGone(backend);
        settle(backend, now);
      } else {
        placeWaiting(now, null);
      }
    }
  }

  private void end(ProgramEntry program, EndReason reason, long now) {
    programs.drop(program);
    BackendEntry backend = program.backend;
    waitingTurns -= program.turnsWaiting();
    TurnTicket first = program.turns.first();
    if (backend != null && first != null) {
      TurnEstimates.bookCosts(program, first, null, backend, now);
    }
    placements.ended(program, now);
    if (!program.turns.isEmpty()) { // most end between turns
      ThunderException why = whyEnded(program, reason);
      for (TurnTicket turn : program.turns.clear()) {
        if (backend == null) {
          refuse(turn, why);
        } else {
          turn.stage = TurnTicket.Stage.OVER;
          output.revoked(turn, why);
          announceEnd(turn, program, backend, TurnOutcome.CANCELLED, now);
          judge(turn, backend, TurnOutcome.CANCELLED, now);
        }
      }
    }
    if (program.hasDelayed()) {
      ThunderException why = whyEnded(program, reason);
      program.takeDelayed().forEach(turn -> refuse(turn, why));
    }
    output.ended(program);
    if (output.isListening()) {
      output.event(new ThunderEvent.ProgramEnded(program.id, reason));
    }
  }

  private static ThunderException whyEnded(ProgramEntry program, EndReason reason) {
    String what = "program " + program.id;
    return switch (reason) {
      case RELEASED -> new ProgramReleasedException(what + " was released");
      case EXPIRED -> new ProgramReleasedException(what + " expired: it was idle for too long");
      case CLOSED -> new ClientClosedException("the client was closed, and with it " + what);
    };
  }

  private static ProgramEntry programOf(TurnTicket turn) {
    ProgramEntry program = turn.program;
    if (program == null) {
      throw new IllegalStateException("turn " + turn.id() + " has not arrived");
    }
    return program;
  }

  /** Whether a program is found by its id. */
  boolean has(ProgramEntry program) {
    return program.equals(programs.get(program.id));
  }

  /* --------------- Backends --------------- */

  /** Adds a backend; returns it, or null if its id is taken or the engine is closed. */
  @Nullable
  BackendEntry addBackend(Backend added, long now) {
    BackendEntry backend = closed ? null : members.add(added, serials++, now);
    if (backend != null) {
      placeWaiting(now, null); // who keeps room elsewhere may now wait for this one
    }
    return backend;
  }

  /** Whether a backend is one of this engine's still. */
  boolean has(BackendEntry backend) {
    return fleet.get(backend.id()) == backend;
  }

  /**
   * Lets turns wait while there is no backend, as they do while none is up: one may come. Inside an
   * inspection only.
   */
  public void expectBackends() {
    backendsExpected = true;
  }

  /** Lets backends go, all at once: nobody moves from one of them to another. */
  void removeBackends(Collection<BackendId> ids, long now) {
    boolean any = false;
    for (BackendId id : ids) {
      any |= members.remove(id, now);
    }
    if (any) {
      placeWaiting(now, null);
    }
  }

  void observe(BackendId id, BackendReading reading, long now) {
    boolean wasUp = fleet.isUp(id);
    BackendEntry backend = members.observe(id, reading, now);
    if (backend != null) {
      if (!wasUp && backend.isUp()) {
        admitDelayed(backend, now);
      }
      settle(backend, now);
    }
  }

  void cacheLost(BackendId id, long now) {
    BackendEntry backend = members.cacheLost(id, now);
    if (backend != null) {
      members.forgetIfGone(backend);
      settle(backend, now);
    }
  }

  void unreachable(BackendId id, String reason, long now) {
    if (members.unreachable(id, reason, now)) {
      placeWaiting(now, null);
    }
  }

  void overloaded(Command.BackendOverloaded overload, long now) {
    if (members.overloaded(overload, now)) {
      placeWaiting(now, null); // it may have kept room for somebody
    }
  }

  private void wakeRested(long now) {
    for (BackendEntry backend : fleet.all()) {
      boolean rested = members.rested(backend, now);
      if (members.trialTakesLong(backend, now) || rested) {
        admitDelayed(backend, now);
        settle(backend, now);
      }
    }
  }

  /* --------------- Settling --------------- */

  private void settle(BackendEntry backend, long now) {
    if (policy.isEventDriven()) {
      if (policy.capacityAware()) {
        placements.relieve(backend, now);
      }
      placeWaiting(now, null);
    }
  }

  /** Gives room to the pool; only to one program of it if {@code only} is given. */
  private void placeWaiting(long now, @Nullable ProgramEntry only) {
    if (only == null && !policy.isEventDriven()) {
      return;
    }
    waitingTurns -= only == null ? placements.fill(now) : placements.tryPlace(only, now);
  }

  void tick(long now) {
    reclaim(now);
    wakeRested(now);
    refuseIfNobodyIsUp(now);
    if (policy.isEventDriven()) {
      if (!policy.actingHalfLife().isZero()) {
        books.refreshAll(now); // what fades leaves room with time alone
      }
      waitingTurns -= placements.fill(now); // reservations fall due with time
      if (policy.capacityAware() && !policy.idleGrace().isZero()) {
        waitingTurns -= placements.yieldIdle(now);
      }
    } else if (now >= nextTickNanos) {
      nextTickNanos = now + policy.tick().toNanos();
      books.refreshAll(now);
      waitingTurns -= placements.fill(now);
      for (BackendEntry backend : fleet.all()) {
        placements.relieve(backend, now);
      }
    }
  }

  /** Ends programs and turns that are taken for dead. */
  private void reclaim(long now) {
    int expired = 0;
    ProgramEntry last = null;
    for (ProgramEntry dead = overdue.first(now); dead != null; dead = overdue.first(now)) {
      if (dead.turns.isEmpty()) {
        release(dead.id, EndReason.EXPIRED, now);
        expired++;
        last = dead;
      } else {
        expireLeases(dead, now);
      }
    }
    if (last != null) {
      output.expired(expired, last, now - last.idleSinceNanos);
    }
    lastTickNanos = now;
  }

  private void expireLeases(ProgramEntry program, long now) {
    for (TurnTicket turn : program.turns.copy()) {
      if (overdue.dueNanos(turn) <= now) {
        String backend = String.valueOf(program.backendId());
        finish(turn, TurnOutcome.EXPIRED, null, now);
        output.revoked(
            turn,
            new LeaseExpiredException("nothing was heard of " + describe(turn) + " on backend "
                + backend + " for " + seconds(now - turn.lastSignNanos) + ", the lease timeout is "
                + seconds(limits.leaseNanos())));
      }
    }
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + " s";
  }

  private void refuseIfNobodyIsUp(long now) {
    if (fleet.anyPromising()) {
      return;
    }
    ProgramEntry oldest = pool.oldest();
    while (oldest != null && haveWaitedInVain(oldest.waitingSinceNanos, now)) {
      oldest.turns.copy().forEach(turn -> refuseSinceNobodyIsUp(turn, now));
      oldest = pool.oldest();
    }
    for (BackendEntry backend : fleet.all()) {
      for (ProgramEntry program : backend.programs) {
        for (TurnTicket turn : program.delayed()) {
          if (haveWaitedInVain(turn.arrivedNanos, now)) {
            refuseSinceNobodyIsUp(turn, now);
          }
        }
      }
    }
  }

  private boolean haveWaitedInVain(long sinceNanos, long now) {
    return now - Math.max(members.nobodySoundSinceNanos(), sinceNanos) >= limits.unavailableNanos();
  }

  private void refuseSinceNobodyIsUp(TurnTicket turn, long now) {
    ThunderException reason =
        new BackendUnavailableException(members.nobodyIsUp() + ": " + describe(turn), null);
    withdraw(turn, reason, /* evenIfRunning= */ false, now);
  }

  void close(long now) {
    closed = true;
    List<ProgramEntry> ending = new ArrayList<>(programs);
    ending.sort(Comparator.comparingLong(program -> program.serial));
    for (ProgramEntry program : ending) {
      end(program, EndReason.CLOSED, now);
    }
    for (BackendEntry backend : new ArrayList<>(fleet.all())) {
      members.forgetIfGone(backend);
    }
  }

  /* --------------- Looking --------------- */

  /**
   * The policy this engine follows.
   *
   * @return the policy
   */
  public SchedulingPolicy policy() {
    return policy;
  }

  /**
   * All programs, inside an inspection only.
   *
   * @return a live view
   */
  public Collection<ProgramEntry> programs() {
    return Collections.unmodifiableCollection(programs);
  }

  /**
   * All backends, inside an inspection only.
   *
   * @return a live view
   */
  public Collection<BackendEntry> backends() {
    return Collections.unmodifiableCollection(fleet.all());
  }

  /**
   * Turns in the pool, and those that wait for others of their program.
   *
   * @return how many
   */
  public int waitingTurns() {
    return waitingTurns;
  }

  /**
   * The time of the last command.
   *
   * @return nanoseconds
   */
  public long nowNanos() {
    return lastNanos;
  }

  /**
   * Recomputes everything that is kept as a sum or an index, inside an inspection only.
   *
   * @return what is off, by how much and since when; empty if all is well
   */
  public List<Finding> selfCheck() {
    return selfCheck.run(this, lastNanos);
  }

  int modelCount() {
    return estimates.modelCount();
  }

  Overdue overdue() {
    return overdue;
  }

  /** When it last looked for what is overdue. */
  long lastTickNanos() {
    return lastTickNanos;
  }

  SharedPrefixes prefixes() {
    return prefixes;
  }

  WaitingPool pool() {
    return pool;
  }

  Fleet fleet() {
    return fleet;
  }
}
