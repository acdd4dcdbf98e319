package io.thunder.internal;

import io.thunder.error.ThunderException;
import io.thunder.event.ThunderEvent;

/** Where the engine's decisions go. Called by the engine's writer, in order; must be fast. */
public interface EngineOutput {

  /**
   * A turn was admitted or refused; its verdict is set.
   *
   * @param turn which
   */
  void decided(TurnTicket turn);

  /**
   * A turn in flight was ended by the engine: its program was released, nothing was heard of it for
   * too long, or the client was closed.
   *
   * @param turn which
   * @param reason why
   */
  void revoked(TurnTicket turn, ThunderException reason);

  /**
   * A program is over.
   *
   * @param program which
   */
  void ended(ProgramEntry program);

  /**
   * Programs were taken for dead, and are over.
   *
   * @param programs how many at this time
   * @param one one of them
   * @param idleNanos how long nothing was heard of it
   */
  default void expired(int programs, ProgramEntry one, long idleNanos) {}

  /**
   * Whether anybody hears events; if not, none are made.
   *
   * @return true if {@link #event} is to be called
   */
  boolean isListening();

  /**
   * Something happened.
   *
   * @param event what
   */
  void event(ThunderEvent event);
}
