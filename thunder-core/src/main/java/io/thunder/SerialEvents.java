package io.thunder;

import io.thunder.event.ThunderEvent;
import io.thunder.event.ThunderListener;
import io.thunder.internal.EventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Delivers events one after the other, in order, on the client's executor. Thread-safe. */
final class SerialEvents implements EventSink {

  private static final Logger LOG = System.getLogger("io.thunder");

  private final List<ThunderListener> listeners;
  private final Executor executor;
  private final Queue<ThunderEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean delivering = new AtomicBoolean();

  SerialEvents(List<ThunderListener> listeners, Executor executor) {
    this.listeners = List.copyOf(listeners);
    this.executor = executor;
  }

  @Override
  public void add(ThunderEvent event) {
    queue.add(event);
  }

  @Override
  public void flush() {
    if (!queue.isEmpty() && delivering.compareAndSet(false, true)) {
      executor.execute(this::deliver);
    }
  }

  private void deliver() {
    do {
      ThunderEvent event = queue.poll();
      while (event != null) {
        deliver(event);
        event = queue.poll();
      }
      delivering.set(false);
    } while (!queue.isEmpty() && delivering.compareAndSet(false, true));
  }

  private void deliver(ThunderEvent event) {
    for (ThunderListener listener : listeners) {
      try {
        event.deliverTo(listener);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, listener.getClass().getName() + " failed at " + event, e);
      }
    }
  }
}
