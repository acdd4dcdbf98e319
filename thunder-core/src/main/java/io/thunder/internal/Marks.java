package io.thunder.internal;

import io.thunder.event.ThunderEvent;
import io.thunder.program.ProgramEvent;

/** Marks those in flight on a backend that leave it when their turns end, and unmarks them. */
final class Marks {

  private final EngineOutput output;

  Marks(EngineOutput output) {
    this.output = output;
  }

  /** Marks as many as the backend's overflow needs beyond those who were paused, and no more. */
  void adjust(BackendEntry backend) {
    ProgramEntry candidate = Overflow.nextToMark(backend);
    while (candidate != null) {
      mark(candidate, backend);
      candidate = Overflow.nextToMark(backend);
    }
    spare(backend);
  }

  /** Unmarks whom the overflow no longer needs. */
  void spare(BackendEntry backend) {
    ProgramEntry spared = Overflow.nextToUnmark(backend);
    while (spared != null) {
      unmark(spared, backend);
      spared = Overflow.nextToUnmark(backend);
    }
  }

  void mark(ProgramEntry program, BackendEntry backend) {
    backend.reasoning.remove(program);
    program.on(ProgramEvent.MARK);
    backend.markedTokens += program.freedTokens();
    backend.marked.add(program);
    if (output.isListening()) {
      output.event(new ThunderEvent.ProgramMarked(
          program.id,
          backend.id(),
          program.chargedTokens,
          backend.ledger.heldTokens(),
          backend.pauseLimit()));
    }
  }

  private void unmark(ProgramEntry program, BackendEntry backend) {
    backend.marked.remove(program);
    program.on(ProgramEvent.UNMARK);
    backend.markedTokens -= program.freedTokens();
    backend.reasoning.add(program);
    if (output.isListening()) {
      output.event(new ThunderEvent.ProgramUnmarked(program.id, backend.id()));
    }
  }
}
