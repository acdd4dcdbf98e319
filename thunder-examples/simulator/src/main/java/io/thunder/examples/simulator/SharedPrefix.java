package io.thunder.examples.simulator;

/**
 * The start of a prompt that several programs have in common. Prefixes of one program are nested: a
 * longer one begins with the shorter ones, as a task's prompt begins with the system prompt, so that
 * two programs with the same key agree on all shorter prefixes too.
 *
 * @param key which prefix it is, not negative
 * @param tokens its length from the start of the prompt, that of shorter prefixes included
 */
public record SharedPrefix(long key, int tokens) {

  /** The key of the prefix that all programs of a workload have in common. */
  public static final long ALL = 0;

  /** Checks the numbers. */
  public SharedPrefix {
    if (key < 0 || tokens < 0) {
      throw new IllegalArgumentException("prefix " + key + " of " + tokens + " tokens");
    }
  }

  /** Returns the prefix that all programs have in common. */
  public static SharedPrefix ofAll(int tokens) {
    return new SharedPrefix(ALL, tokens);
  }
}
