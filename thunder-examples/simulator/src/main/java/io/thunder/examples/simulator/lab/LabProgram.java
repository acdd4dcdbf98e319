package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ProgramTokens;

/**
 * One program in flight. Schedulers may read the plan only if they claim to be clairvoyant; all
 * others look at {@link #id} and at what turns tell.
 */
public final class LabProgram {

  private final String id;
  private final ProgramPlan plan;
  private final ProgramTokens tokens;
  private final long startedNanos;
  int nextTurn;
  int lastEngine = -1;

  LabProgram(String id, ProgramPlan plan, int blockSize, long startedNanos) {
    this.id = id;
    this.plan = plan;
    this.tokens = plan.tokens(blockSize);
    this.startedNanos = startedNanos;
  }

  /** Returns the program's name, unique in the run. */
  public String id() {
    return id;
  }

  /** Returns what the program is going to do. */
  public ProgramPlan plan() {
    return plan;
  }

  /** Returns the identity of its tokens. */
  public ProgramTokens tokens() {
    return tokens;
  }

  /** Returns when its first turn arrived. */
  public long startedNanos() {
    return startedNanos;
  }

  /** Returns the index of the turn that runs, waits or comes next. */
  public int turnIndex() {
    return nextTurn;
  }
}
