package io.thunder.program;

/** What can happen to a program; together with {@link ProgramState} the one state machine. */
public enum ProgramEvent {
  /** A turn of it was let through to a backend. */
  ADMIT,
  /** A turn of it arrived, or came back, and must wait in the pool. */
  QUEUE,
  /** The last of its waiting turns was withdrawn by its caller. */
  WITHDRAW,
  /** The last of its turns in flight ended, whatever the outcome. */
  FINISH,
  /** Chosen to give its cache up. */
  PAUSE,
  /** Chosen to give its cache up as soon as its turns end. */
  MARK,
  /** The overflow it was marked for is gone. */
  UNMARK,
  /** Placed again without a turn of its own waiting. */
  RESUME,
  /** Released, expired, or the client was closed. */
  END
}
