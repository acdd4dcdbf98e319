package io.thunder.internal;

import java.util.ArrayList;
import java.util.List;

/** Everything that an engine shows of itself, as text to compare. */
final class EnginePicture {

  private EnginePicture() {}

  static List<String> of(Engine engine) {
    List<String> lines = new ArrayList<>();
    engine.selfCheck().forEach(finding -> lines.add(finding.toString()));
    lines.add("at " + engine.nowNanos() + ", " + engine.waitingTurns() + " turns wait");
    for (ProgramEntry program : engine.programs()) {
      lines.add(String.join(
          " ",
          program.id().value(),
          program.state().name(),
          String.valueOf(program.backendId()),
          program.footprintTokens() + " tokens",
          program.turnsInFlight() + " in flight",
          program.turnsEnded() + " ended",
          program.costs().toString()));
    }
    for (BackendEntry backend : engine.backends()) {
      lines.add(String.join(
          " ",
          backend.backend().id().value(),
          backend.health().name(),
          backend.ledger().usedTokens(engine.nowNanos()) + " of",
          backend.capacityTokens() + " tokens",
          backend.programCount() + " programs",
          backend.turnsInFlight() + " in flight",
          backend.costs().toString()));
    }
    return lines;
  }
}
