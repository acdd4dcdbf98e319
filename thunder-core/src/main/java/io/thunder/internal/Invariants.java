package io.thunder.internal;

import io.thunder.backend.BackendHealth;
import io.thunder.capacity.Blocks;
import io.thunder.capacity.DecayingSum;
import io.thunder.capacity.PrefixUnion;
import io.thunder.program.Lifecycle;
import io.thunder.program.Phase;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.List;

/**
 * What must always hold of an engine between two commands, recomputed from scratch. Costs time in
 * proportion to programs and backends, and makes no text as long as all is well.
 */
final class Invariants {

  /**
   * Something that does not hold.
   *
   * @param what the same for as long as it is the same that does not hold
   * @param kept the number that is kept
   * @param recomputed what it should be
   */
  record Breach(String what, long kept, long recomputed) {}

  private final Engine engine;
  private final long nowNanos;
  private final DecayingSum fading;
  private final List<Breach> breaches = new ArrayList<>();

  private Invariants(Engine engine, long nowNanos) {
    this.engine = engine;
    this.nowNanos = nowNanos;
    this.fading = new DecayingSum(engine.policy().actingHalfLife().toNanos());
  }

  /** What does not hold; empty if all is well. */
  static List<Breach> breaches(Engine engine, long nowNanos) {
    Invariants check = new Invariants(engine, nowNanos);
    check.engine();
    return check.breaches;
  }

  private void engine() {
    int waiting = 0;
    int pooled = 0;
    int placed = 0;
    for (ProgramEntry program : engine.programs()) {
      program(program);
      waiting += program.turnsWaiting();
      placed += program.backend == null ? 0 : 1;
      pooled += engine.pool().contains(program) ? 1 : 0;
    }
    int programs = engine.programs().size();
    same(engine, "waiting turns", engine.waitingTurns(), waiting);
    same(engine, "programs that may be overdue", engine.overdue().size(), programs);
    same(engine, "programs in the pool", engine.pool().size(), pooled);
    same(engine, "prefixes of programs", engine.prefixes().strays(engine.programs()), 0);
    same(engine, "forks of programs", Forks.strays(engine.programs()), 0);
    int listed = 0;
    for (BackendEntry backend : engine.backends()) {
      backend(backend);
      listed += backend.programCount();
    }
    same(engine, "placed programs", listed, placed);
    fleet(engine.fleet());
  }

  private void fleet(Fleet fleet) {
    boolean fades = !engine.policy().actingHalfLife().isZero();
    int up = 0;
    long capacityMax = 0;
    int blockTokensMax = Blocks.DEFAULT_TOKENS;
    long roomMax = Long.MIN_VALUE;
    for (BackendEntry backend : fleet.all()) {
      up += backend.isUp() ? 1 : 0;
      capacityMax = Math.max(capacityMax, backend.capacityTokens);
      blockTokensMax = Math.max(blockTokensMax, backend.blockTokens);
      roomMax = backend.isUp() ? Math.max(roomMax, backend.roomTokens) : roomMax;
      holds(backend, "found by its room while it is up", fleet.finds(backend) == backend.isUp());
      if (backend.isUp() && !fades) {
        same(backend, "room by which it is found", backend.roomTokens, fleet.roomUnfaded(backend));
      }
    }
    BackendEntry roomiest = fleet.roomiest();
    same(engine, "backends that are up", fleet.upCount(), up);
    same(engine, "largest capacity", fleet.capacityMax(), capacityMax);
    same(engine, "largest block", fleet.blockTokensMax(), blockTokensMax);
    holds(engine, "most room found", roomiest == null || roomiest.roomTokens == roomMax);
  }

  private void program(ProgramEntry program) {
    ProgramState state = program.state;
    boolean active = state.lifecycle() == Lifecycle.ACTIVE;
    boolean waits = state == ProgramState.WAITING;
    holds(program, "listed", state != ProgramState.ENDED);
    holds(program, "found by its id", engine.has(program));
    holds(program, "on a backend or not, by its state", active == (program.backend != null));
    boolean reasons = state.phase() == Phase.REASONING;
    holds(program, "turns in flight, by its state", reasons == program.turnsInFlight() > 0);
    boolean pooled = program.backend == null && program.turnsWaiting() > 0;
    holds(program, "turns waiting, by its state", waits == pooled);
    boolean leaves = program.evicted && program.backend != null && !program.backend.isUp();
    holds(program, "turns that wait for those in flight", leaves || !program.hasDelayed());
    boolean offered = waits || (state == ProgramState.PARKED && engine.policy().resumeIdle());
    holds(program, "in the pool or not", engine.pool().contains(program) == offered);
    holds(program, "found when overdue", engine.overdue().contains(program));
    holds(program, "reserved for while it waits", program.reservation == null || waits);
    turns(program, active ? TurnTicket.Stage.RUNNING : TurnTicket.Stage.WAITING);
    List<PromptPrefix> shared = engine.prefixes().of(program);
    same(program, "shared tokens", longest(program.prefixes), longest(shared));
    holds(program, "shared prefixes", program.prefixes.equals(shared));
    BackendEntry backend = program.backend;
    if (backend != null) {
      List<PromptPrefix> held = program.prefixesWithin(program.chargedTokens);
      holds(program, "booked prefixes", program.placedPrefixes.equals(held));
      holds(program, "tokens of its own", program.freedTokens() >= 0);
      same(
          program, "charged tokens", program.chargedTokens, program.footprint(backend.blockTokens));
      boolean settled = backend.isUp() || backend.isResting() || program.evicted;
      holds(program, "leaving a backend that is not up", settled);
    }
  }

  private static long longest(List<PromptPrefix> prefixes) {
    return prefixes.isEmpty() ? 0 : prefixes.get(prefixes.size() - 1).tokens();
  }

  private void turns(ProgramEntry program, TurnTicket.Stage stage) {
    for (TurnTicket turn : program.turns) {
      holds(program, "stage of its turns", turn.stage == stage);
    }
    for (TurnTicket turn : program.delayed()) {
      holds(program, "stage of its turns", turn.stage == TurnTicket.Stage.WAITING);
    }
    long checked = engine.lastTickNanos();
    long due = engine.overdue().dueNanos(program, checked);
    same(program, "nanoseconds it or a turn of it was overdue", Math.max(due, checked) - due, 0);
  }

  private void backend(BackendEntry backend) {
    long reasoning = 0;
    long acting = 0;
    double faded = 0;
    long freed = 0;
    long marked = 0;
    long cold = 0;
    int turns = 0;
    int inActing = 0;
    int inReasoning = 0;
    int inMarked = 0;
    for (ProgramEntry program : backend.programs) {
      holds(program, "listed where it is", program.backend == backend);
      same(program, "booked turns", program.bookedTurns, program.turns.size());
      turns += program.turns.size();
      cold += program.cold && !program.turns.isEmpty() ? program.chargedTokens : 0;
      if (program.state == ProgramState.ACTING) {
        acting += program.chargedTokens;
        faded += program.chargedTokens * fading.factor(nowNanos - program.bookedSinceNanos);
        freed += program.freedTokens();
        inActing++;
      } else {
        reasoning += program.chargedTokens;
        marked += program.state == ProgramState.MARKED ? program.freedTokens() : 0;
      }
      inReasoning += backend.reasoning.contains(program) ? 1 : 0;
      inMarked += backend.marked.contains(program) ? 1 : 0;
      holds(program, "in the heap of its state", inRightHeap(backend, program));
    }
    same(backend, "turns in flight", backend.turnsInFlight(), turns);
    same(backend, "cold tokens", backend.coldTokens, cold);
    same(backend, "reasoning tokens", backend.ledger.reasoningTokens(), reasoning);
    same(backend, "acting tokens", backend.ledger.actingTokens(), acting);
    close(backend, "acting tokens, faded", backend.ledger.fadedActingTokens(nowNanos), faded);
    same(backend, "tokens that pauses free", backend.acting.freedTokens(), freed);
    same(backend, "marked tokens", backend.markedTokens, marked);
    same(backend, "acting programs", backend.acting.size(), inActing);
    same(backend, "reasoning programs", backend.reasoning.size(), inReasoning);
    same(backend, "marked programs", backend.marked.size(), inMarked);
    prefixes(backend);
    ProgramEntry owner = backend.reservedFor;
    holds(backend, "reserved for somebody", owner == null || owner.reservation == backend);
    TurnTicket trial = backend.trial;
    ProgramEntry tried = trial == null ? null : trial.program;
    boolean inFlight = trial == null
        || (trial.stage == TurnTicket.Stage.RUNNING && tried != null && tried.backend == backend);
    holds(backend, "turn on trial there in flight", inFlight);
    boolean gone = backend.health == BackendHealth.DRAINING && backend.programs.isEmpty();
    holds(backend, "forgotten once it is drained", !gone);
  }

  private void prefixes(BackendEntry backend) {
    PrefixUnion recounted = new PrefixUnion();
    for (ProgramEntry program : backend.programs) {
      recounted.add(program.placedPrefixes, backend.blockTokens);
    }
    PrefixUnion kept = backend.ledger.prefixes();
    same(
        backend,
        "tokens that several programs share",
        kept.repeatedTokens(),
        recounted.repeatedTokens());
    holds(backend, "programs that hold each prefix", kept.hasCountsOf(recounted));
  }

  private static boolean inRightHeap(BackendEntry backend, ProgramEntry program) {
    return (program.state != ProgramState.ACTING || backend.acting.finds(program))
        && backend.reasoning.contains(program) == (program.state == ProgramState.REASONING)
        && backend.marked.contains(program)
            == (program.state == ProgramState.MARKED && !program.evicted);
  }

  private void holds(Object subject, String what, boolean condition) {
    same(subject, what, condition ? 1 : 0, 1);
  }

  /** Sums that were kept in other steps than recomputed are rounded otherwise. */
  private void close(Object subject, String what, double kept, double recomputed) {
    if (Math.abs(kept - recomputed) > 1 + recomputed * 1e-9) {
      breaches.add(new Breach(describe(subject) + what, Math.round(kept), Math.round(recomputed)));
    }
  }

  private void same(Object subject, String what, long kept, long recomputed) {
    if (kept != recomputed) {
      breaches.add(new Breach(describe(subject) + what, kept, recomputed));
    }
  }

  private static String describe(Object subject) {
    if (subject instanceof ProgramEntry program) {
      return "program " + program.id + ": ";
    }
    return subject instanceof BackendEntry backend ? "backend " + backend.id() + ": " : "";
  }
}
