package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ProgramTokens;
import org.jspecify.annotations.Nullable;

/**
 * One program in flight. Schedulers may read the plan only if they claim to be clairvoyant; all
 * others look at {@link #id} and at what turns tell.
 */
public final class LabProgram {

  private final String id;
  private final ProgramPlan plan;
  private final ProgramTokens tokens;
  private final long startedNanos;

  /** The tool call that waits for this program; null if the program is no sub-agent. */
  final @Nullable PendingTool caller;

  int nextTurn;
  int subAgents;
  int lastEngine = -1;

  LabProgram(
      String id,
      ProgramPlan plan,
      ProgramTokens tokens,
      long startedNanos,
      @Nullable PendingTool caller) {
    this.id = id;
    this.plan = plan;
    this.tokens = tokens;
    this.startedNanos = startedNanos;
    this.caller = caller;
  }

  /** Returns the program's name, unique in the run; that of a sub-agent begins with its parent's. */
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
