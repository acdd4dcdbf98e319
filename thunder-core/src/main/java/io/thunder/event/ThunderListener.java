package io.thunder.event;

/**
 * Hears what the scheduler does. Methods are called one at a time, outside the scheduler, in order;
 * they should be fast, since later events wait for them. Events that come while 65,536 of them wait
 * are dropped, with a warning in the log; then an end may never be heard of. What methods throw is
 * logged and dropped. They may call the client. Every method does nothing by default.
 */
public interface ThunderListener {

  /**
   * A turn must wait for room.
   *
   * @param event what happened
   */
  default void onTurnQueued(ThunderEvent.TurnQueued event) {}

  /**
   * A turn was let through.
   *
   * @param event what happened
   */
  default void onTurnAdmitted(ThunderEvent.TurnAdmitted event) {}

  /**
   * An admitted turn ended; pairs with {@link #onTurnAdmitted}.
   *
   * @param event what happened
   */
  default void onTurnEnded(ThunderEvent.TurnEnded event) {}

  /**
   * A turn will not run, whether it waited or not; its caller gets the reason as an exception.
   *
   * @param event what happened
   */
  default void onTurnRefused(ThunderEvent.TurnRefused event) {}

  /**
   * A program gave its cache up.
   *
   * @param event what happened
   */
  default void onProgramPaused(ThunderEvent.ProgramPaused event) {}

  /**
   * A program will give its cache up when its turns end.
   *
   * @param event what happened
   */
  default void onProgramMarked(ThunderEvent.ProgramMarked event) {}

  /**
   * A marked program may stay: the overflow is gone.
   *
   * @param event what happened
   */
  default void onProgramUnmarked(ThunderEvent.ProgramUnmarked event) {}

  /**
   * A paused program was placed again.
   *
   * @param event what happened
   */
  default void onProgramResumed(ThunderEvent.ProgramResumed event) {}

  /**
   * A program is over; nothing of it is left in the scheduler.
   *
   * @param event what happened
   */
  default void onProgramEnded(ThunderEvent.ProgramEnded event) {}

  /**
   * A backend's health or capacity changed.
   *
   * @param event what happened
   */
  default void onBackendChanged(ThunderEvent.BackendChanged event) {}

  /**
   * A backend's cache is gone, or a part of it.
   *
   * @param event what happened
   */
  default void onCacheLost(ThunderEvent.CacheLost event) {}
}
