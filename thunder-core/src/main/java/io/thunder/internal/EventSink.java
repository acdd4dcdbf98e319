package io.thunder.internal;

import io.thunder.event.ThunderEvent;

/** Where events go. */
public interface EventSink {

  /**
   * Takes an event; called inside the engine, in order, so it must only keep it.
   *
   * @param event what happened
   */
  void add(ThunderEvent event);

  /** Has what was taken delivered; called outside the engine. */
  void flush();
}
