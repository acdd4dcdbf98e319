package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.EngineListener;
import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.Turn;

/** One turn of a program, from its arrival to its answer. */
public final class LabTurn implements EngineListener {

  private final LabRun run;
  private final LabProgram program;
  private final Turn planned;
  private final long promptEstimate;
  private final long arrivedNanos;
  private int engine = -1;
  private int streamedTokens;

  LabTurn(LabRun run, LabProgram program, Turn planned, long promptEstimate, long arrivedNanos) {
    this.run = run;
    this.program = program;
    this.planned = planned;
    this.promptEstimate = promptEstimate;
    this.arrivedNanos = arrivedNanos;
  }

  /** Returns whose turn it is. */
  public LabProgram program() {
    return program;
  }

  /** Returns what really happens, for clairvoyant schedulers only. */
  public Turn planned() {
    return planned;
  }

  /** Returns the prompt's tokens as far as a scheduler can know. */
  public long promptEstimate() {
    return promptEstimate;
  }

  /** Returns when it arrived. */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** Returns where it runs, or -1 as long as it waits. */
  public int engine() {
    return engine;
  }

  /** Returns how many tokens of its answer have been streamed so far. */
  public int streamedTokens() {
    return streamedTokens;
  }

  /** Sends the turn to an engine; once only. */
  public void runOn(int target) {
    if (engine >= 0) {
      throw new IllegalStateException("a turn of " + program.id() + " was sent twice");
    }
    engine = target;
    run.sent(this);
  }

  @Override
  public void tokenGenerated(long id, int outputTokens, long nowNanos) {
    streamedTokens = outputTokens;
  }

  @Override
  public void requestFinished(RequestReport report) {
    run.finished(this, report);
  }
}
