package io.thunder;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.internal.EventSink;
import io.thunder.internal.QuietLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers events one after the other, in order, on the client's executor. Those that come while too
 * many wait for a slow listener are dropped. Thread-safe.
 */
final class SerialEvents implements EventSink {

  /** Events that wait, at most: some megabytes. */
  static final int WAITING_MAX = 1 << 16;

  private static final Logger LOG = System.getLogger("io.thunder");

  private final List<ThunderListener> listeners;
  private final Executor executor;
  private final Queue<ThunderEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean delivering = new AtomicBoolean();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean warned = new AtomicBoolean();

  SerialEvents(List<ThunderListener> listeners, Executor executor) {
    this.listeners = List.copyOf(listeners);
    this.executor = executor;
  }

  @Override
  public void add(ThunderEvent event) {
    if (waiting.get() < WAITING_MAX) {
      waiting.incrementAndGet();
      queue.add(event);
    } else {
      dropped.incrementAndGet();
    }
  }

  @Override
  public void flush() {
    if (dropped.get() > 0 && warned.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, "listeners are too slow: events are dropped until they catch up");
    }
    if (!queue.isEmpty() && delivering.compareAndSet(false, true)) {
      executor.execute(this::deliver);
    }
  }

  private void deliver() {
    do {
      try {
        deliverWaiting();
      } finally {
        delivering.set(false); // else one log that fails would end all events
      }
    } while (!queue.isEmpty() && delivering.compareAndSet(false, true));
  }

  private void deliverWaiting() {
    for (ThunderEvent event = queue.poll(); event != null; event = queue.poll()) {
      waiting.decrementAndGet();
      deliver(event);
    }
    caughtUp();
  }

  private void caughtUp() {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.log(Level.WARNING, "listeners have caught up; they missed {0} events", lost);
      warned.set(false);
    }
  }

  private void deliver(ThunderEvent event) {
    for (ThunderListener listener : listeners) {
      try {
        event.deliverTo(listener);
      } catch (Throwable e) { // listeners in other languages throw what none here may
        QuietLog.log(Level.WARNING, listener.getClass().getName() + " failed at " + event, e);
      }
    }
  }
}
