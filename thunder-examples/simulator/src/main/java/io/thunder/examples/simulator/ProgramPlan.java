package io.thunder.examples.simulator;

import java.util.List;

/**
 * Everything that one program is going to do.
 *
 * @param index which program of its workload it is
 * @param group which programs it is one of that attempt the same task, as the rollouts of one GRPO
 *     group; {@link #NO_GROUP} if it is alone
 * @param shared the prefixes of its prompts that it shares with other programs, in order of length
 * @param turns its LLM calls, at least one
 */
public record ProgramPlan(int index, int group, List<SharedPrefix> shared, List<Turn> turns) {

  /** The group of a program that belongs to none. */
  public static final int NO_GROUP = -1;

  /** Checks and copies. */
  public ProgramPlan {
    shared = List.copyOf(shared);
    turns = List.copyOf(turns);
    for (int i = 1; i < shared.size(); i++) {
      if (shared.get(i).tokens() < shared.get(i - 1).tokens()) {
        throw new IllegalArgumentException("shared prefixes are not in order: " + shared);
      }
    }
  }

  /** Creates the plan of a program without a group. */
  public ProgramPlan(int index, List<SharedPrefix> shared, List<Turn> turns) {
    this(index, NO_GROUP, shared, turns);
  }

  /** Returns how much of its prompts' start it shares with any other program. */
  public int sharedTokens() {
    return shared.isEmpty() ? 0 : shared.get(shared.size() - 1).tokens();
  }

  /** Returns the token identity of the program, before its first turn. */
  public ProgramTokens tokens(int blockSize) {
    return new ProgramTokens(index, shared, blockSize);
  }

  /** Returns the request of a turn; turns must be asked for in order and once each. */
  public EngineRequest request(int turn, ProgramTokens tokens) {
    Turn planned = turns.get(turn);
    if (turn > 0 && planned.keptTokens() < turns.get(turn - 1).promptTokens()) {
      tokens.rebuild(planned.keptTokens());
    }
    return new EngineRequest(
        index,
        planned.promptTokens(),
        planned.outputTokens(),
        tokens,
        FinishReason.LENGTH,
        seenTokens(turn));
  }

  /** Returns how much of a prompt the turn before has computed: all but its last output token. */
  private int seenTokens(int turn) {
    if (turn == 0) {
      return 0;
    }
    Turn before = turns.get(turn - 1);
    return Math.min(
        turns.get(turn).keptTokens(), before.promptTokens() + before.outputTokens() - 1);
  }
}
