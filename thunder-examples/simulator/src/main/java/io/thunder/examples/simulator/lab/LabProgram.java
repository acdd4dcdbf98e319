package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.ProgramPlan;
import io.thunder.examples.simulator.ProgramTokens;
import io.thunder.examples.simulator.SubAgent;
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

  /** Who started it, and waits for it; null if nobody did. */
  private final @Nullable LabProgram parent;

  private final int inheritedTokens;

  /** The parent's tool call that ends with it. */
  final @Nullable PendingTool caller;

  int nextTurn;
  private int subAgents;
  int lastEngine = -1;

  /** Creates a program that nobody started. */
  LabProgram(String id, ProgramPlan plan, ProgramTokens tokens, long startedNanos) {
    this(id, plan, tokens, startedNanos, null, 0, null);
  }

  private LabProgram(
      String id,
      ProgramPlan plan,
      ProgramTokens tokens,
      long startedNanos,
      @Nullable LabProgram parent,
      int inheritedTokens,
      @Nullable PendingTool caller) {
    this.id = id;
    this.plan = plan;
    this.tokens = tokens;
    this.startedNanos = startedNanos;
    this.parent = parent;
    this.inheritedTokens = inheritedTokens;
    this.caller = caller;
  }

  /** Creates a program that this one starts, and that is part of its tool call. */
  LabProgram start(int index, SubAgent child, int blockSize, long nowNanos, PendingTool tool) {
    ProgramPlan childPlan = child.plan().withIndex(index);
    ProgramTokens childTokens = child.inheritedTokens() > 0
        ? tokens.fork(index, child.inheritedTokens())
        : childPlan.tokens(blockSize);
    String name = id + "/" + subAgents++;
    return new LabProgram(
        name, childPlan, childTokens, nowNanos, this, child.inheritedTokens(), tool);
  }

  /** Returns the program's name, unique in the run; that of a sub-agent begins with its parent's. */
  public String id() {
    return id;
  }

  /** Returns who started it and waits for it, or null. */
  public @Nullable LabProgram parent() {
    return parent;
  }

  /** Returns how much of the parent's history its own prompts begin with. */
  public int inheritedTokens() {
    return inheritedTokens;
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
