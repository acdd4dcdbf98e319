package io.thunder.internal;

import io.thunder.backend.BackendReading;
import io.thunder.capacity.Blocks;
import io.thunder.capacity.Ledger;
import io.thunder.program.ProgramState;
import io.thunder.program.PromptPrefix;
import io.thunder.scheduling.SchedulingPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledgers, heaps and meters of backends in step with what their programs hold. Every change
 * of a program on a backend stands between {@link #lift} and {@link #put}.
 */
final class Bookkeeping {

  /** Engine usage below this share of the capacity is noise of our estimates, not foreign load. */
  private static final double FOREIGN_SHARE_MIN = 0.02;

  /** How many running requests weigh as much as one that waits inside the engine; as in vLLM. */
  private static final long WAITING_WEIGHT = 4;

  private final SchedulingPolicy policy;
  private final Fleet fleet;
  private final WaitClock waitClock = new WaitClock();

  Bookkeeping(SchedulingPolicy policy, Fleet fleet) {
    this.policy = policy;
    this.fleet = fleet;
  }

  /* --------------- Programs --------------- */

  /** Takes what a program holds out of its backend's books. */
  void lift(ProgramEntry program, BackendEntry backend, long now) {
    meter(backend, now);
    backend.turnsInFlight -= program.bookedTurns;
    backend.coldTokens -= program.coldTokens();
    long tokens = program.chargedTokens;
    if (program.state == ProgramState.MARKED) {
      backend.markedTokens -= program.freedTokens();
    }
    if (program.state == ProgramState.ACTING) {
      backend.acting.remove(program);
      backend.ledger.removeActing(tokens, program.bookedSinceNanos, now);
      program.costs.addIdle(tokens, now - program.bookedSinceNanos);
      backend.costs.addIdle(tokens, now - program.bookedSinceNanos);
      return;
    }
    program.meterHeld(now);
    backend.ledger.removeReasoning(tokens);
    if (backend.reasoning.contains(program)) {
      backend.reasoning.remove(program);
    } else if (backend.marked.contains(program)) {
      backend.marked.remove(program);
    }
  }

  /** Books what a program holds from now on, in the phase that its state says. */
  void put(ProgramEntry program, BackendEntry backend, long now) {
    program.bookedTurns = program.turns.size();
    backend.turnsInFlight += program.bookedTurns;
    program.chargedTokens = program.footprint(backend.blockTokens);
    program.bookedCold = program.cold;
    backend.coldTokens += program.coldTokens();
    sharePrefixes(program, backend, program.prefixesWithin(program.chargedTokens));
    program.bookedSinceNanos = now;
    boolean acts = program.state == ProgramState.ACTING;
    if (acts) {
      backend.ledger.addActing(program.chargedTokens, now);
      backend.acting.add(program);
    } else {
      program.orderKey = policy.pauseOrder().markKey(program.freedTokens());
      program.heldSinceNanos = now;
      backend.ledger.addReasoning(program.chargedTokens);
      if (program.state == ProgramState.REASONING) {
        backend.reasoning.add(program);
      } else {
        backend.markedTokens += program.freedTokens();
        if (!program.evicted) {
          backend.marked.add(program);
        }
      }
    }
    refresh(backend, now);
  }

  /** Books what a program shares, or nothing for one that goes. */
  void sharePrefixes(ProgramEntry program, BackendEntry backend, List<PromptPrefix> prefixes) {
    if (!program.placedPrefixes.equals(prefixes)) {
      backend.ledger.prefixes().remove(program.placedPrefixes, backend.blockTokens);
      backend.ledger.prefixes().add(prefixes, backend.blockTokens);
      program.placedPrefixes = prefixes;
      program.placedPrefixTokens = prefixes.isEmpty()
          ? 0
          : Blocks.roundDown(prefixes.get(prefixes.size() - 1).tokens(), backend.blockTokens);
    }
  }

  /* --------------- Backends --------------- */

  /** Brings the backend's place among those with room up to date. */
  void refresh(BackendEntry backend, long now) {
    fleet.refresh(backend, now);
  }

  /** The same for all. */
  void refreshAll(long now) {
    for (BackendEntry backend : fleet.all()) {
      fleet.refresh(backend, now);
    }
  }

  /** Changes the block size, and with it what every program holds. */
  void changeBlocks(BackendEntry backend, int blockTokens, long now) {
    if (backend.blockTokens != blockTokens) {
      for (ProgramEntry program : backend.programs) {
        lift(program, backend, now);
        sharePrefixes(program, backend, List.of());
      }
      backend.blockTokens = blockTokens;
      fleet.refreshCapacity();
      for (ProgramEntry program : backend.programs) {
        put(program, backend, now);
      }
    }
  }

  /**
   * Subtracts what others hold: what the engine says is in use beyond our own turns in flight. The
   * smaller of two readings counts, since one alone may still show a turn that has just ended.
   */
  void trackForeignLoad(BackendEntry backend, @Nullable Double kvUsage, long now) {
    long excess = kvUsage == null
        ? 0
        : (long) (kvUsage * backend.capacityTokens) - backend.ledger.reasoningTokens();
    long foreign = Math.max(0, Math.min(excess, backend.lastExcessTokens));
    backend.lastExcessTokens = excess;
    meter(backend, now);
    backend.ledger.setUntracked(foreign < FOREIGN_SHARE_MIN * backend.capacityTokens ? 0 : foreign);
    refresh(backend, now);
  }

  /** Notes the requests that a probe saw inside the engine, beyond our own turns in flight. */
  void trackLoad(BackendEntry backend, BackendReading reading) {
    long running = reading.running() == null ? 0 : reading.running();
    long waiting = reading.waiting() == null ? 0 : reading.waiting();
    backend.moreLoad = Math.max(0, running + WAITING_WEIGHT * waiting - backend.turnsInFlight);
  }

  void startMeter(BackendEntry backend, long now) {
    backend.unusedSinceWaitNanos = waitClock.at(now);
  }

  /** Books what was free while programs waited, before it changes. */
  void meter(BackendEntry backend, long now) {
    long waited = waitClock.at(now);
    Ledger ledger = backend.ledger;
    long held = ledger.reasoningTokens() + ledger.actingTokens() + ledger.untrackedTokens();
    long free = backend.capacityTokens - held + ledger.prefixes().repeatedTokens();
    if (free > 0) {
      backend.costs.addUnused(free, waited - backend.unusedSinceWaitNanos);
    }
    backend.unusedSinceWaitNanos = waited;
  }

  /** Says whether turns wait; what is free meanwhile is booked as unused. */
  void waiting(boolean turnsWait, long now) {
    waitClock.run(turnsWait, now);
  }
}
