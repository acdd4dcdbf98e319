package io.thunder.internal;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendHealth;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendReading;
import io.thunder.capacity.CountedTurn;
import io.thunder.chat.Usage;
import io.thunder.error.BackendUnavailableException;
import io.thunder.error.ClientClosedException;
import io.thunder.error.ProgramReleasedException;
import io.thunder.error.ProgramTooLargeException;
import io.thunder.error.QueueFullException;
import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;
import io.thunder.program.EndReason;
import io.thunder.program.ProgramId;
import io.thunder.program.ProgramState;
import io.thunder.program.TurnOutcome;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Models remembered; names come from requests, so that they must not add up. */
  static final int MODELS_MAX = 1_000;

  /** One failure may be a stale connection; taking a backend down costs all its caches. */
  private static final int FAILURES_UNTIL_DOWN = 2;

  private final SchedulingPolicy policy;
  private final EngineLimits limits;
  private final EngineOutput output;
  private final Fleet fleet;
  private final Placements placements;
  private final WaitingPool pool;
  private final SharedPrefixes prefixes = new SharedPrefixes();
  private final Map<ProgramId, ProgramEntry> programs = new HashMap<>();
  private final Map<String, ModelStats> models = new ModelTable();
  private final IdlePrograms idle = new IdlePrograms();

  private long serials;
  private long lastNanos = Long.MIN_VALUE;
  private long nextTickNanos = Long.MIN_VALUE;
  private long nobodyUpSinceNanos;
  private int waitingTurns;
  private boolean closed;

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
    this.fleet = new Fleet(policy);
    this.pool = new WaitingPool(policy.arrivalOrderFor().toNanos());
    this.placements = new Placements(policy, fleet, pool, prefixes, idle, output);
  }

  /**
   * Applies one command.
   *
   * @param command what happens
   * @param nowNanos when; a time before the last one counts as the last one
   */
  public void apply(Command command, long nowNanos) {
    lastNanos = Math.max(lastNanos, nowNanos);
    command.applyTo(this, lastNanos);
  }

  /* --------------- Turns --------------- */

  void arrive(TurnTicket turn, long now) {
    turn.arrivedNanos = now;
    ProgramEntry known = programs.get(turn.programId());
    estimate(turn, known);
    ThunderException obstacle = obstacle(turn);
    if (obstacle != null) {
      refuse(turn, obstacle);
      return;
    }
    turn.program = known;
    if (known != null && known.backend != null && staysPlaced(known, turn, now)) {
      idle.remove(known);
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
    ProgramEntry program = known != null ? known : register(turn.programId());
    turn.program = program;
    idle.remove(program);
    queue(program, turn, now);
    if (policy.isEventDriven() || !placements.overtakes(program)) {
      placeWaiting(now, policy.isEventDriven() ? null : program);
    }
    if (turn.stage == TurnTicket.Stage.WAITING && output.isListening()) {
      output.event(new ThunderEvent.TurnQueued(
          program.id, turn.id(), program.needTokens, fleet.freeTokensMax()));
    }
  }

  /** Whether a placed program stays where it is with one more turn; if not, it was paused. */
  private boolean staysPlaced(ProgramEntry program, TurnTicket turn, long now) {
    if (mustMove(program, turn)) {
      placements.pause(program, now);
      return false;
    }
    return continues(program, turn, now);
  }

  /** Whether a program should leave the backend that has just failed its turn. */
  private boolean mustMove(ProgramEntry program, TurnTicket turn) {
    BackendEntry backend = program.backend;
    return backend != null
        && program.state == ProgramState.ACTING
        && backend.id().equals(turn.avoided())
        && fleet.upCount() > 1;
  }

  /** Whether a turn of a placed program may run where the program is, after pausing others. */
  private boolean continues(ProgramEntry program, TurnTicket turn, long now) {
    BackendEntry backend = placements.backendOf(program);
    if (!backend.isUp()) {
      return program.state != ProgramState.ACTING;
    }
    if (program.state != ProgramState.ACTING
        || !policy.capacityAware()
        || !policy.isEventDriven()
        || backend.programs.size() == 1) {
      return true;
    }
    long with = program.footprintWith(List.of(turn), backend.blockTokens);
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

  private void admit(ProgramEntry program, TurnTicket turn, long now) {
    program.branched |= !program.running.isEmpty();
    turn.expectedTokens = program.running.isEmpty() ? program.baseTokens : 0;
    program.running.add(turn);
    placements.admitted(program, turn, now);
    placements.start(turn, program, now);
  }

  private void queue(ProgramEntry program, TurnTicket turn, long now) {
    turn.stage = TurnTicket.Stage.WAITING;
    waitingTurns++;
    placements.enqueue(program, turn, now);
  }

  void progress(TurnTicket turn, long generatedTokens, long now) {
    if (turn.stage != TurnTicket.Stage.RUNNING || generatedTokens <= turn.generatedTokens) {
      return;
    }
    if (turn.generatedTokens == 0) {
      turn.firstTokenNanos = now;
    }
    turn.generatedTokens = generatedTokens;
    ProgramEntry program = programOf(turn);
    if (placements.recharge(program, now)) {
      settle(placements.backendOf(program), now);
    }
  }

  void finish(TurnTicket turn, TurnOutcome outcome, @Nullable Usage usage, long now) {
    if (turn.stage != TurnTicket.Stage.RUNNING) {
      return;
    }
    ProgramEntry program = programOf(turn);
    BackendEntry backend = placements.backendOf(program);
    turn.stage = TurnTicket.Stage.OVER;
    program.turnsEnded++;
    if (outcome == TurnOutcome.SUCCEEDED) {
      backend.failedProbes = 0;
    }
    learn(program, turn, outcome, usage, backend, now);
    program.running.remove(turn);
    placements.turnEnded(program, now);
    if (outcome == TurnOutcome.SUCCEEDED && usage != null) {
      placements.counted(program, turn, usage.promptTokens(), now);
    }
    announceEnd(turn, program, backend, outcome, now);
    forgetIfGone(backend);
    settle(backend, now);
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

  private void learn(
      ProgramEntry program,
      TurnTicket turn,
      TurnOutcome outcome,
      @Nullable Usage usage,
      BackendEntry backend,
      long now) {
    bookCosts(program, turn, usage, backend, now);
    if (outcome == TurnOutcome.FAILED) {
      return; // what of the prompt was computed, if any, is not known
    }
    long prompt = usage != null ? usage.promptTokens() : turn.promptTokens;
    long completion = usage != null ? usage.completionTokens() : turn.generatedTokens;
    long total = prompt + completion;
    program.baseTokens = program.branched ? Math.max(program.baseTokens, total) : total;
    if (outcome == TurnOutcome.SUCCEEDED && usage != null) {
      ModelStats stats = stats(turn.model());
      stats.estimator.learn(turn.promptChars(), prompt);
      stats.estimator.learnGiven(turn.givenPromptTokens(), prompt);
      stats.growth.learn(completion);
      program.growth.learn(completion);
      watchCache(turn, usage, backend, now);
      program.lastTurn = new CountedTurn(turn.promptChars(), prompt, completion);
    }
  }

  /** Uses less of a backend that keeps less than it should. */
  private void watchCache(TurnTicket turn, Usage usage, BackendEntry backend, long now) {
    Long cached = usage.cachedTokens();
    long expected = Math.min(turn.expectedTokens, usage.promptTokens());
    if (policy.cacheFeedback()
        && cached != null
        && expected > 0
        && backend.pressure.observe(
            expected, cached, usage.completionTokens(), backend.programs.size())) {
      placements.refresh(backend, now);
    }
  }

  /** Books what the program held since its turns before this one ended, on this turn. */
  private static void bookCosts(
      ProgramEntry program,
      TurnTicket turn,
      @Nullable Usage usage,
      BackendEntry backend,
      long now) {
    long prompt = usage != null ? usage.promptTokens() : turn.promptTokens;
    long seenBefore = Math.min(prompt, program.baseTokens);
    long cached = usage != null && usage.cachedTokens() != null ? usage.cachedTokens() : seenBefore;
    long computed = Math.max(0, prompt - cached);
    long again = Math.min(computed, Math.max(0, seenBefore - cached));
    long firstToken = turn.generatedTokens == 0 ? -1 : turn.firstTokenNanos - turn.admittedNanos;
    long ran = now - turn.admittedNanos;
    double held = program.takeHeld(now);
    program.costs.addTurn(held, ran, firstToken, computed, again);
    backend.costs.addTurn(held, ran, firstToken, computed, again);
  }

  void withdraw(TurnTicket turn, ThunderException reason, boolean evenIfRunning, long now) {
    if (turn.stage == TurnTicket.Stage.RUNNING && evenIfRunning) {
      finish(turn, TurnOutcome.CANCELLED, null, now);
    } else if (turn.stage == TurnTicket.Stage.WAITING) {
      ProgramEntry program = programOf(turn);
      placements.dequeue(program, turn, now);
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
    if (fleet.isEmpty()) {
      return new BackendUnavailableException("no backend is configured: " + describe(turn), null);
    }
    if (policy.capacityAware() && leastTokens(turn) > fleet.capacityBound()) {
      return new ProgramTooLargeException(describe(turn)
          + " has a prompt of about "
          + turn.promptTokens
          + " tokens, the largest backend holds "
          + fleet.capacityMax());
    }
    return null;
  }

  /** A first estimate from characters alone may be half too high; a turn is not refused for that. */
  private static long leastTokens(TurnTicket turn) {
    return turn.isCounted() ? turn.promptTokens : turn.promptTokens / 3 * 2;
  }

  private static String describe(TurnTicket turn) {
    return "turn " + turn.id() + " of program " + turn.programId();
  }

  private void estimate(TurnTicket turn, @Nullable ProgramEntry program) {
    ModelStats stats = stats(turn.model());
    CountedTurn last = program == null ? null : program.lastTurn;
    turn.counted = turn.givenPromptTokens() > 0 || (last != null && last.promptChars() > 0);
    if (turn.givenPromptTokens() > 0) {
      turn.promptTokens = stats.estimator.given(turn.givenPromptTokens());
    } else if (last != null && last.promptChars() > 0) {
      turn.promptTokens = stats.estimator.continued(turn.promptChars(), last);
    } else {
      turn.promptTokens = stats.estimator.whole(turn.promptChars());
    }
    double predicted =
        program == null ? stats.growth.expected() : program.growth.expected(stats.growth);
    long growth = policy.growthReserveTokens() + (long) Math.ceil(policy.growthShare() * predicted);
    turn.reservedTokens = turn.maxTokens() > 0 ? Math.min(growth, turn.maxTokens()) : growth;
  }

  private ModelStats stats(String model) {
    return models.computeIfAbsent(model, name -> new ModelStats());
  }

  /* --------------- Programs --------------- */

  private ProgramEntry register(ProgramId id) {
    ProgramEntry program = new ProgramEntry(id, serials++);
    programs.put(id, program);
    return program;
  }

  void release(ProgramId id, EndReason reason, long now) {
    ProgramEntry program = programs.get(id);
    if (program != null) {
      BackendEntry backend = program.backend;
      end(program, reason, now);
      if (backend != null) {
        forgetIfGone(backend);
        settle(backend, now);
      } else {
        placeWaiting(now, null);
      }
    }
  }

  private void end(ProgramEntry program, EndReason reason, long now) {
    programs.remove(program.id);
    waitingTurns -= program.waiting.size();
    List<TurnTicket> waiting = new ArrayList<>(program.waiting);
    List<TurnTicket> running = new ArrayList<>(program.running);
    BackendEntry backend = program.backend;
    if (!running.isEmpty()) {
      bookCosts(program, running.get(0), null, placements.backendOf(program), now);
    }
    placements.ended(program, now);
    if (!waiting.isEmpty() || !running.isEmpty()) { // most end between turns
      ThunderException why = whyEnded(program, reason);
      for (TurnTicket turn : waiting) {
        refuse(turn, why);
      }
      for (TurnTicket turn : running) {
        turn.stage = TurnTicket.Stage.OVER;
        output.revoked(turn, why);
        if (backend != null) {
          announceEnd(turn, program, backend, TurnOutcome.CANCELLED, now);
        }
      }
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

  /* --------------- Backends --------------- */

  void addBackend(Backend added, long now) {
    if (!closed && fleet.get(added.id()) == null) {
      BackendEntry backend =
          new BackendEntry(added, serials++, policy, limits.assumedCapacityTokens());
      placements.startMeter(backend, now);
      fleet.add(backend);
      nobodyUpSinceNanos = fleet.anyUp() ? nobodyUpSinceNanos : now;
      announce(backend);
    }
  }

  void removeBackend(BackendId id, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend != null) {
      changeHealth(backend, BackendHealth.DRAINING, now);
      forgetIfGone(backend);
      placeWaiting(now, null);
    }
  }

  void observe(BackendId id, BackendReading reading, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend == null || backend.health == BackendHealth.DRAINING) {
      return;
    }
    backend.failedProbes = 0;
    backend.lastFailure = null;
    if (reading.blockTokens() != null) {
      placements.changeBlocks(backend, reading.blockTokens(), now);
    }
    placements.meter(backend, now);
    boolean changed = readCapacity(backend, reading.capacityTokens());
    placements.trackForeignLoad(backend, reading.kvUsage(), now);
    if (!changeHealth(backend, BackendHealth.UP, now) && changed) {
      announce(backend);
    }
    settle(backend, now);
  }

  /** Takes over a capacity that was read, unless one was configured; returns whether it is new. */
  private boolean readCapacity(BackendEntry backend, @Nullable Long capacityTokens) {
    if (capacityTokens == null || backend.backend.capacityTokens() > 0) {
      return false;
    }
    boolean changed = !backend.capacityKnown || capacityTokens != backend.capacityTokens;
    backend.capacityTokens = capacityTokens;
    backend.capacityKnown = true;
    fleet.refreshCapacity();
    return changed;
  }

  void unreachable(BackendId id, String reason, long now) {
    BackendEntry backend = fleet.get(id);
    if (backend == null || backend.health == BackendHealth.DRAINING) {
      return;
    }
    backend.failedProbes++;
    backend.lastFailure = reason;
    if (backend.failedProbes >= FAILURES_UNTIL_DOWN || backend.health == BackendHealth.UNKNOWN) {
      changeHealth(backend, BackendHealth.DOWN, now);
      placeWaiting(now, null);
    }
  }

  /** Takes every program off a backend that stops being up; returns false if nothing changed. */
  private boolean changeHealth(BackendEntry backend, BackendHealth health, long now) {
    if (backend.health == health) {
      return false;
    }
    boolean anyWasUp = fleet.anyUp();
    backend.health = health;
    if (health != BackendHealth.UP) {
      placements.evict(backend, now);
    }
    placements.refresh(backend, now);
    if (anyWasUp && !fleet.anyUp()) {
      nobodyUpSinceNanos = now;
    }
    announce(backend);
    return true;
  }

  private void forgetIfGone(BackendEntry backend) {
    if (backend.health == BackendHealth.DRAINING && backend.programs.isEmpty()) {
      fleet.remove(backend);
    }
  }

  private void announce(BackendEntry backend) {
    if (output.isListening()) {
      output.event(
          new ThunderEvent.BackendChanged(backend.id(), backend.health, backend.capacityTokens));
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
    expireIdle(now);
    refuseIfNobodyIsUp(now);
    if (policy.isEventDriven()) {
      if (!policy.actingHalfLife().isZero()) {
        placements.refreshAll(now); // what fades leaves room with time alone
      }
      waitingTurns -= placements.fill(now); // reservations fall due with time
      if (policy.capacityAware() && !policy.idleGrace().isZero()) {
        waitingTurns -= placements.yieldIdle(now);
      }
    } else if (now >= nextTickNanos) {
      nextTickNanos = now + policy.tick().toNanos();
      placements.refreshAll(now);
      waitingTurns -= placements.fill(now);
      for (BackendEntry backend : fleet.all()) {
        placements.relieve(backend, now);
      }
    }
  }

  private void expireIdle(long now) {
    if (limits.programIdleNanos() > 0) {
      ProgramEntry oldest = idle.oldest();
      while (oldest != null && now - oldest.idleSinceNanos >= limits.programIdleNanos()) {
        release(oldest.id, EndReason.EXPIRED, now);
        oldest = idle.oldest();
      }
    }
  }

  private void refuseIfNobodyIsUp(long now) {
    ProgramEntry oldest = pool.oldest();
    while (oldest != null && !fleet.anyUp() && hasWaitedInVain(oldest, now)) {
      for (TurnTicket turn : new ArrayList<>(oldest.waiting)) {
        withdraw(
            turn,
            new BackendUnavailableException(describeFleet(), null),
            /* evenIfRunning= */ false,
            now);
      }
      oldest = pool.oldest();
    }
  }

  private boolean hasWaitedInVain(ProgramEntry program, long now) {
    long since = Math.max(nobodyUpSinceNanos, program.waitingSinceNanos);
    return now - since >= limits.unavailableNanos();
  }

  private String describeFleet() {
    StringBuilder text = new StringBuilder("no backend is up:");
    for (BackendEntry backend : fleet.all()) {
      text.append(' ').append(backend.id()).append(' ').append(backend.health);
      if (backend.lastFailure != null) {
        text.append(" (").append(backend.lastFailure).append(')');
      }
      text.append(';');
    }
    return text.substring(0, text.length() - 1);
  }

  void close(long now) {
    closed = true;
    for (ProgramEntry program : new ArrayList<>(programs.values())) {
      end(program, EndReason.CLOSED, now);
    }
    for (BackendEntry backend : new ArrayList<>(fleet.all())) {
      forgetIfGone(backend);
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
    return Collections.unmodifiableCollection(programs.values());
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
   * Turns in the pool.
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
   * @return what does not hold, each with what it is and by how much; empty if all is well
   */
  public List<String> selfCheck() {
    return Invariants.broken(this);
  }

  int modelCount() {
    return models.size();
  }

  SharedPrefixes prefixes() {
    return prefixes;
  }

  WaitingPool pool() {
    return pool;
  }

  /** What is learnt of the models used last. */
  private static final class ModelTable extends LinkedHashMap<String, ModelStats> {

    private static final long serialVersionUID = 1L;

    ModelTable() {
      super(16, 0.75f, /* accessOrder= */ true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, ModelStats> eldest) {
      return size() > MODELS_MAX;
    }
  }
}
