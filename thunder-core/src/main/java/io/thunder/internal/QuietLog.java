package io.thunder.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs what user code did wrong, where others still have to be told of something: a log that fails
 * must not keep them from it. Thread-safe.
 */
public final class QuietLog {

  private static final Logger LOG = System.getLogger("io.thunder");

  private QuietLog() {}

  /**
   * Logs a failure; never throws.
   *
   * @param level how bad it is
   * @param what what could not be done
   * @param failure why
   */
  @SuppressWarnings("EmptyCatch")
  public static void log(Level level, String what, Throwable failure) {
    try {
      LOG.log(level, what, failure);
    } catch (Throwable e) {
      // nobody is left to tell
    }
  }
}
