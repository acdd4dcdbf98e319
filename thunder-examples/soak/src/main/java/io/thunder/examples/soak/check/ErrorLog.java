package io.thunder.examples.soak.check;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the library logs: errors are kept, warnings counted, since leases are lost on purpose.
 * Thread-safe.
 */
public final class ErrorLog extends Handler implements AutoCloseable {

  private static final int KEPT_MAX = 20;

  private final Logger logger = Logger.getLogger("io.thunder");
  private final boolean usedParent = logger.getUseParentHandlers();
  private final LongAdder warnings = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final ConcurrentLinkedQueue<String> kept = new ConcurrentLinkedQueue<>();

  private ErrorLog() {}

  /**
   * Listens from now on.
   *
   * @return the log, to be closed
   */
  public static ErrorLog open() {
    ErrorLog log = new ErrorLog();
    log.logger.setUseParentHandlers(false);
    log.logger.addHandler(log);
    return log;
  }

  @Override
  public void publish(@Nullable LogRecord entry) {
    if (entry == null || entry.getLevel().intValue() < Level.WARNING.intValue()) {
      return;
    }
    if (entry.getLevel().intValue() < Level.SEVERE.intValue()) {
      warnings.increment();
      return;
    }
    errors.increment();
    if (kept.size() < KEPT_MAX) {
      kept.add(entry.getMessage() + (entry.getThrown() == null ? "" : ": " + entry.getThrown()));
    }
  }

  /**
   * How many warnings there were.
   *
   * @return the number
   */
  public long warnings() {
    return warnings.sum();
  }

  /**
   * Judges.
   *
   * @return whether there was no error
   */
  public Verdict verdict() {
    String example = kept.peek();
    return Verdict.none("errors logged", errors.sum(), example == null ? "" : example);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParent);
  }
}
