package io.thunder;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what this thread logs about one matter, until it is closed. */
final class Logged extends Handler implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger("io.thunder");

  private final Level levelBefore = LOGGER.getLevel();
  private final Thread thread = Thread.currentThread();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Level level;
  private final String matter;

  /** Hears of messages of a level that have these words in them. */
  Logged(Level level, String matter) {
    this.level = level;
    this.matter = matter;
    LOGGER.setLevel(level);
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(this);
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public void publish(LogRecord record) {
    if (Thread.currentThread().equals(thread)
        && record.getLevel().equals(level)
        && record.getMessage().contains(matter)) {
      heard.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
    LOGGER.setLevel(levelBefore);
  }
}
