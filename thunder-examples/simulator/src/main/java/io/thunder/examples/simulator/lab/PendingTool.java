package io.thunder.examples.simulator.lab;

/** A tool call that has ended once all its parts have: its own time, and each of its sub-agents. */
final class PendingTool {

  private final Runnable onEnd;
  private int parts;

  PendingTool(int parts, Runnable onEnd) {
    this.parts = parts;
    this.onEnd = onEnd;
  }

  void partEnded() {
    parts--;
    if (parts == 0) {
      onEnd.run();
    }
  }
}
