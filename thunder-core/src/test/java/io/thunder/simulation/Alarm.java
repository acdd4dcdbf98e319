package io.thunder.simulation;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what the client logs as an error, which is a bug in it, whatever a caller has noticed. */
final class Alarm extends Handler {

  private static final Logger LOGGER = Logger.getLogger("io.thunder");
  private static final ThreadLocal<LogRecord> RUNG = new ThreadLocal<>();

  static {
    LOGGER.addHandler(new Alarm());
  }

  private Alarm() {}

  /** Fails the world of this thread if an error was logged. */
  static void check(World world) {
    LogRecord rung = RUNG.get();
    if (rung != null) {
      RUNG.remove();
      SimulationFailure failure = world.failure("an error was logged: " + rung.getMessage());
      if (rung.getThrown() != null) {
        failure.initCause(rung.getThrown());
      }
      throw failure;
    }
  }

  static void clear() {
    RUNG.remove();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      RUNG.set(record);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
