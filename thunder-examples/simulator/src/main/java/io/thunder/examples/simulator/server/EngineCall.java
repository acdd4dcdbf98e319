package io.thunder.examples.simulator.server;

import io.thunder.examples.simulator.RequestReport;

/** A request as the engine's thread sees it. */
interface EngineCall {

  /**
   * Notes the number of output tokens so far; on the engine's thread.
   *
   * @return whether there is something to deliver
   */
  boolean generated(int outputTokens);

  /** Notes that the request is complete; on the engine's thread. */
  void finished(RequestReport report);

  /** Passes on what was noted; on the delivery thread. */
  void deliver();

  /** Says that the engine is dead; on the delivery thread. */
  void engineDied();
}
