package io.thunder.internal;

import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;

/** Takes no notice of what an engine decides. */
final class SilentOutput implements EngineOutput {

  @Override
  public void decided(TurnTicket turn) {}

  @Override
  public void revoked(TurnTicket turn, ThunderException reason) {}

  @Override
  public void ended(ProgramEntry program) {}

  @Override
  public boolean isListening() {
    return false;
  }

  @Override
  public void event(ThunderEvent event) {}
}
