package io.thunder.simulation;

import io.thunder.ThunderSnapshot;
import io.thunder.backend.BackendHealth;
import java.time.Duration;

/**
 * Compares what the client says of itself with what its callers, its transport and its programs'
 * resources know, between two steps.
 */
final class Audit {

  private final World world;

  Audit(World world) {
    this.world = world;
  }

  /**
   * Compares. While tasks wait for a thread, callers may not have heard of what has happened; then
   * only bounds are checked.
   */
  void look() {
    ThunderSnapshot seen = world.client.snapshot();
    boolean quiet = world.executor.isEmpty();
    int waiting = 0;
    int inFlight = 0;
    long known = 0;
    for (ThunderSnapshot.ProgramView view : seen.programs()) {
      SimProgram program = world.programs[World.indexOf(view.id().value())];
      known |= 1L << program.index;
      waiting += view.turnsWaiting();
      inFlight += view.turnsInFlight();
      check(program, view, quiet);
    }
    for (SimProgram program : world.programs) {
      if ((known & 1L << program.index) == 0) {
        checkUnknown(program, quiet);
      }
      if (quiet) {
        checkResources(program);
      }
    }
    checkBackends(seen, waiting, inFlight);
    checkEmptyBackends(seen);
    if (quiet && world.executor.keepsTasks()) {
      checkWaits();
    }
  }

  private void check(SimProgram program, ThunderSnapshot.ProgramView view, boolean quiet) {
    int runs = program.live + program.held;
    int waits = program.open - program.live - program.stopping;
    boolean holds = quiet
        ? view.turnsInFlight() == runs && view.turnsWaiting() == waits
        : view.turnsInFlight() >= runs && view.turnsWaiting() <= waits;
    if (!holds) {
      throw world.failure(program.id + " has " + view.turnsInFlight() + " turns in flight and "
          + view.turnsWaiting() + " waiting for the client, " + runs + " and " + waits
          + " for its callers");
    }
    if (program.live > 0 && !program.backend.backend.id().equals(view.backend())) {
      throw world.failure(program.id + " is on " + view.backend() + ", its calls are on "
          + program.backend.backend.id());
    }
    boolean idle = view.turnsInFlight() + view.turnsWaiting() == 0;
    if (!idle) {
      program.seenBusy();
    }
    if (quiet && idle && world.executor.keepsTasks() && program.mustHaveExpired()) {
      throw world.failure(program.id + " should have expired");
    }
    boolean begun = program.turnsSinceRelease > 0 || !program.owned.isEmpty();
    if (program.releases > 0 && !begun) {
      throw world.failure(program.id + " is left after its release");
    }
  }

  private void checkUnknown(SimProgram program, boolean quiet) {
    if (program.live + program.held > 0 || (quiet && program.open > program.stopping)) {
      throw world.failure(program.id + " has turns, and is unknown to the client");
    }
    if (program.mustBeKnown()) {
      throw world.failure(program.id + " was forgotten too soon after its last turn");
    }
    if (quiet && !program.owned.isEmpty()) {
      throw world.failure(program.id + " is unknown to the client, and owns something");
    }
  }

  private void checkResources(SimProgram program) {
    for (SimResource resource : program.owned) {
      if (resource.releasesBefore < program.releases || world.closed) {
        throw world.failure(program.id + " was released, and still owns " + resource.serial);
      }
    }
  }

  private void checkBackends(ThunderSnapshot seen, int waiting, int inFlight) {
    int placed = 0;
    for (ThunderSnapshot.BackendState backend : seen.backends()) {
      placed += backend.turnsInFlight();
      if (backend.reasoningTokens() < 0 || backend.actingTokens() < 0) {
        throw world.failure("backend " + backend.id() + " holds less than nothing");
      }
    }
    if (seen.waitingTurns() != waiting || placed != inFlight) {
      throw world.failure(seen.waitingTurns() + " turns wait and " + placed
          + " run for the client, " + waiting + " and " + inFlight + " for its programs");
    }
    if (waiting > world.plan.waitingTurnsMax) {
      throw world.failure(waiting + " turns wait, more than " + world.plan.waitingTurnsMax);
    }
  }

  /**
   * Nobody waits beside an empty backend that could hold whoever waits; whatever its blocks, which a
   * snapshot does not show.
   */
  private void checkEmptyBackends(ThunderSnapshot seen) {
    long largest = 0;
    for (ThunderSnapshot.ProgramView view : seen.programs()) {
      boolean pooled = view.turnsWaiting() > 0 && view.backend() == null; // others wait for turns
      largest = Math.max(largest, pooled ? view.footprintTokens() : 0);
    }
    if (largest == 0 || !world.plan.policy.isEventDriven()) {
      return;
    }
    for (ThunderSnapshot.BackendState backend : seen.backends()) {
      if (backend.health() == BackendHealth.UP
          && backend.programs() == 0
          && backend.capacityTokens() >= largest + SimBackend.BLOCK_MAX) {
        throw world.failure(seen.waitingTurns() + " turns wait beside the empty " + backend.id());
      }
    }
  }

  /** Nobody waits for longer than the client's options say, but for a timer's lateness. */
  private void checkWaits() {
    long most = world.plan.admissionTimeout.toNanos() + World.TIMER_LATENESS_MAX;
    for (SimTurn turn : world.open) {
      long waited = world.time.now() - turn.waitingSince;
      boolean waits = turn.call == null || turn.call.isOver();
      if (waits && turn.future != null && waited > most) {
        throw world.failure("turn " + turn.number + " of " + turn.program.id + " waits for "
            + Duration.ofNanos(waited));
      }
    }
  }

  /** Whether every backend is listed and up. */
  boolean isWell() {
    int up = 0;
    for (ThunderSnapshot.BackendState backend : world.client.snapshot().backends()) {
      up += backend.health() == BackendHealth.UP ? 1 : 0;
    }
    return up == world.backends.length;
  }

  /** Returns what the largest backend holds, in tokens, by what the client may yet read of it. */
  long capacityMax() {
    long most = 0;
    for (ThunderSnapshot.BackendState seen : world.client.snapshot().backends()) {
      SimBackend backend = world.backends[World.indexOf(seen.id().value())];
      if (seen.health() == BackendHealth.UP) {
        most = Math.max(most, Math.min(seen.capacityTokens(), backend.capacity()));
      }
    }
    return most;
  }

  /** Nothing of any program may be left. */
  void checkEmpty() {
    ThunderSnapshot seen = world.client.snapshot();
    if (!seen.programs().isEmpty()) {
      throw world.failure(seen.programs().get(0) + " is left");
    }
    for (ThunderSnapshot.BackendState backend : seen.backends()) {
      if (backend.reasoningTokens() + backend.actingTokens() != 0 || backend.programs() != 0) {
        throw world.failure("something is left on " + backend);
      }
    }
  }
}
