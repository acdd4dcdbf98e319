package io.thunder.examples.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one program is going to do.
 *
 * @param index which program of its workload it is
 * @param group which programs it is one of that attempt the same task, as the rollouts of one GRPO
 *     group; {@link #NO_GROUP} if it is alone
 * @param shared the prefixes of its prompts that it shares with other programs, in order of length
 * @param turns its LLM calls, at least one
 * @param silent whether it dies after its last answer: its tool never returns, and nobody says so
 */
public record ProgramPlan(
    int index, int group, List<SharedPrefix> shared, List<Turn> turns, boolean silent) {

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

  /** Creates the plan of a program without a group that ends as it should. */
  public ProgramPlan(int index, List<SharedPrefix> shared, List<Turn> turns) {
    this(index, NO_GROUP, shared, turns, false);
  }

  /** Returns the same plan for another program. */
  public ProgramPlan withIndex(int other) {
    return new ProgramPlan(other, group, shared, turns, silent);
  }

  /** Returns the plan with other turns. */
  public ProgramPlan withTurns(List<Turn> others) {
    return new ProgramPlan(index, group, shared, others, silent);
  }

  /** Returns the plan of a program that dies silently after so many turns. */
  public ProgramPlan dyingAfter(int count) {
    return new ProgramPlan(index, group, shared, turns.subList(0, count), true);
  }

  /**
   * Returns the plan with a longer or shorter first prompt; what all later prompts hold besides it
   * stays. Meant for programs whose history only grows.
   *
   * @param tokens length of the first prompt
   * @param promptMax longest prompt
   */
  public ProgramPlan withFirstPrompt(int tokens, int promptMax) {
    int more = tokens - turns.get(0).promptTokens();
    List<Turn> moved = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      int prompt = Math.min(promptMax, turn.promptTokens() + more);
      int kept = moved.isEmpty() ? 0 : Math.min(prompt, turn.keptTokens() + more);
      moved.add(new Turn(
          prompt, kept, turn.outputTokens(), turn.tool(), turn.toolNanos(), turn.subAgents()));
    }
    return withTurns(moved);
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
        FinishReason.STOP,
        seenTokens(turn),
        isLast(turn) && !silent ? "" : planned.tool());
  }

  private boolean isLast(int turn) {
    return turn == turns.size() - 1;
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
