package io.thunder.internal;

import io.thunder.backend.BackendHealth;
import io.thunder.program.Lifecycle;
import io.thunder.program.Phase;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.List;

/**
 * What must always hold of an engine between two commands, recomputed from scratch. Costs time in
 * proportion to programs and backends.
 */
final class Invariants {

  private final Engine engine;
  private final List<String> broken = new ArrayList<>();

  private Invariants(Engine engine) {
    this.engine = engine;
  }

  /** What does not hold, each with what it is and by how much; empty if all is well. */
  static List<String> broken(Engine engine) {
    Invariants check = new Invariants(engine);
    int waiting = 0;
    int pooled = 0;
    int placed = 0;
    for (ProgramEntry program : engine.programs()) {
      check.program(program);
      waiting += program.turnsWaiting();
      placed += program.backend == null ? 0 : 1;
      pooled += engine.pool().contains(program) ? 1 : 0;
    }
    check.same("waiting turns", engine.waitingTurns(), waiting);
    check.same(
        "programs that may expire", engine.idle().size(), engine.programs().size());
    check.same("size of the pool", engine.pool().size(), pooled);
    check.holds(engine.prefixes().isOf(engine.programs()), "prefixes are of other programs");
    check.holds(Forks.areOf(engine.programs()), "forks are of other programs");
    for (BackendEntry backend : engine.backends()) {
      check.backend(backend);
      placed -= backend.programCount();
    }
    check.same("placed programs that no backend lists", placed, 0);
    return check.broken;
  }

  private void program(ProgramEntry program) {
    ProgramState state = program.state;
    String name = "program " + program.id + " (" + state + ") ";
    boolean active = state.lifecycle() == Lifecycle.ACTIVE;
    holds(state != ProgramState.NEW && state != ProgramState.ENDED, name + "is still listed");
    holds(active == (program.backend != null), name + "on backend " + program.backendId());
    boolean reasons = state.phase() == Phase.REASONING;
    holds(reasons == program.turnsInFlight() > 0, name + program.turnsInFlight() + " in flight");
    boolean waits = state == ProgramState.WAITING;
    holds(waits == program.turnsWaiting() > 0, name + program.turnsWaiting() + " waiting");
    boolean offered = waits || (state == ProgramState.PARKED && engine.policy().resumeIdle());
    holds(engine.pool().contains(program) == offered, name + "wrongly in or out of the pool");
    holds(engine.idle().contains(program), name + "would never expire");
    holds(program.reservation == null || waits, name + "holds a reservation");
    TurnTicket.Stage stage = active ? TurnTicket.Stage.RUNNING : TurnTicket.Stage.WAITING;
    for (TurnTicket turn : program.turns) {
      holds(turn.stage == stage, name + "has a turn that is " + turn.stage);
    }
    List<PromptPrefix> shared = SharedPrefixes.of(program);
    holds(program.prefixes.equals(shared), name + "shares other prefixes");
    BackendEntry backend = program.backend;
    if (backend != null) {
      List<PromptPrefix> held = program.prefixesWithin(program.chargedTokens);
      holds(program.placedPrefixes.equals(held), name + "is booked with other prefixes");
      holds(program.freedTokens() >= 0, name + "shares more than it holds");
      same(name + "charge", program.chargedTokens, program.footprint(backend.blockTokens));
      boolean unsettled = backend.health != BackendHealth.UP && !program.evicted;
      holds(!unsettled, name + "stays on a backend that is " + backend.health);
    }
  }

  private void backend(BackendEntry backend) {
    String name = "backend " + backend.id() + " ";
    long reasoning = 0;
    long acting = 0;
    long freed = 0;
    long marked = 0;
    int inActing = 0;
    int inReasoning = 0;
    int inMarked = 0;
    for (ProgramEntry program : backend.programs) {
      holds(program.backend == backend, name + "lists " + program.id + ", which is elsewhere");
      if (program.state == ProgramState.ACTING) {
        acting += program.chargedTokens;
        freed += program.freedTokens();
      } else {
        reasoning += program.chargedTokens;
        marked += program.state == ProgramState.MARKED ? program.freedTokens() : 0;
      }
      inActing += program.state == ProgramState.ACTING ? 1 : 0;
      inReasoning += backend.reasoning.contains(program) ? 1 : 0;
      inMarked += backend.marked.contains(program) ? 1 : 0;
      holds(inRightHeap(backend, program), name + program.id + " is in the wrong heap");
    }
    same(name + "reasoning tokens", backend.ledger.reasoningTokens(), reasoning);
    List<List<PromptPrefix>> prefixes = new ArrayList<>();
    backend.programs.forEach(program -> prefixes.add(program.placedPrefixes));
    holds(
        backend.ledger.prefixes().isOf(prefixes, backend.blockTokens),
        name + "counts other prefixes");
    same(name + "acting tokens", backend.ledger.actingTokens(), acting);
    same(name + "tokens that pauses free", backend.acting.freedTokens(), freed);
    same(name + "marked tokens", backend.markedTokens, marked);
    same(name + "acting programs", backend.acting.size(), inActing);
    same(name + "reasoning heap", backend.reasoning.size(), inReasoning);
    same(name + "marked heap", backend.marked.size(), inMarked);
    ProgramEntry owner = backend.reservedFor;
    holds(owner == null || owner.reservation == backend, name + "keeps room for nobody");
    boolean gone = backend.health == BackendHealth.DRAINING && backend.programs.isEmpty();
    holds(!gone, name + "is drained and still listed");
  }

  private static boolean inRightHeap(BackendEntry backend, ProgramEntry program) {
    return (program.state != ProgramState.ACTING || backend.acting.finds(program))
        && backend.reasoning.contains(program) == (program.state == ProgramState.REASONING)
        && backend.marked.contains(program)
            == (program.state == ProgramState.MARKED && !program.evicted);
  }

  private void same(String what, long kept, long recomputed) {
    if (kept != recomputed) {
      broken.add(what + " is kept as " + kept + ", recomputed " + recomputed);
    }
  }

  private void holds(boolean condition, String otherwise) {
    if (!condition) {
      broken.add(otherwise);
    }
  }
}
