package io.thunder.examples.simulator;

import java.util.List;

/**
 * Everything that one program is going to do.
 *
 * @param index which program of its workload it is
 * @param sharedTokens length of the prefix that it has in common with all others
 * @param turns its LLM calls, at least one
 */
public record ProgramPlan(int index, int sharedTokens, List<Turn> turns) {

  /** Copies the turns. */
  public ProgramPlan {
    turns = List.copyOf(turns);
  }

  /** Returns the token identity of the program, before its first turn. */
  public ProgramTokens tokens(int blockSize) {
    return new ProgramTokens(index, sharedTokens, blockSize);
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
