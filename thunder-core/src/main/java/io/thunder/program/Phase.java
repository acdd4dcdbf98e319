package io.thunder.program;

/** What a program does. */
public enum Phase {
  /** At least one of its turns is in flight. */
  REASONING,
  /** None is: a tool runs, or the agent thinks. */
  ACTING
}
