package io.thunder;

import io.thunder.internal.BackendEntry;
import io.thunder.internal.Engine;
import io.thunder.internal.ProgramEntry;
import java.util.ArrayList;
import java.util.List;

/** Copies the engine's state into values. */
final class Snapshots {

  private Snapshots() {}

  static ThunderSnapshot of(Engine engine) {
    List<ThunderSnapshot.BackendState> backends = new ArrayList<>();
    for (BackendEntry backend : engine.backends()) {
      backends.add(new ThunderSnapshot.BackendState(
          backend.backend().id(),
          backend.health(),
          backend.capacityTokens(),
          backend.isCapacityKnown(),
          backend.ledger().reasoningTokens(),
          backend.ledger().actingTokens(),
          backend.ledger().untrackedTokens(),
          backend.ledger().heldTokens(),
          backend.programCount(),
          backend.turnsInFlight(),
          backend.costs()));
    }
    List<ThunderSnapshot.ProgramView> programs = new ArrayList<>();
    for (ProgramEntry program : engine.programs()) {
      programs.add(new ThunderSnapshot.ProgramView(
          program.id(),
          program.state(),
          program.backendId(),
          program.footprintTokens(),
          program.turnsInFlight(),
          program.turnsWaiting(),
          program.turnsEnded(),
          program.costs()));
    }
    return new ThunderSnapshot(
        engine.nowNanos(), engine.policy().name(), backends, programs, engine.waitingTurns());
  }
}
