package io.thunder.internal;

import io.thunder.program.ParentProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What programs share with those that started them: the start of a parent's history, of which nobody
 * has a name. A fork lives while at least two programs begin with it.
 *
 * <p>Programs agree on a common start only if they cut it alike. A cut in front of an existing one
 * would have to be made in all programs that hold that one; so there is none: who inherits less than
 * others did before shares less than it could. For the same reason, and to bound the cost, a program
 * has few forks. Sharing less than there is makes programs seem larger than they are, which is safe.
 *
 * <p>A history that is cut back is noticed by its length. That it was rewritten without becoming
 * shorter than a fork cannot be seen here; caches that are lost then are seen in what engines find.
 */
final class Forks {

  private static final int PER_PROGRAM_MAX = 8;

  /** An odd number without a pattern: these keys must not meet those that callers give. */
  private static final long KEY_MULTIPLIER = 0xD1342543DE82EF95L;

  private static final Comparator<SharedStart> BY_LENGTH =
      Comparator.comparingLong(SharedStart::tokens).thenComparingLong(fork -> fork.key);

  private long opened;

  /** A program's forks, the shortest first. */
  static List<SharedStart> byLength(ProgramEntry program) {
    if (program.forks.size() < 2) {
      return program.forks;
    }
    List<SharedStart> sorted = new ArrayList<>(program.forks);
    sorted.sort(BY_LENGTH);
    return sorted;
  }

  /**
   * Takes over that a new program begins with the history of its parent. Not if their prompts begin
   * differently, by what callers say.
   *
   * @return the other programs that share more than before
   */
  Collection<ProgramEntry> open(ProgramEntry child, ProgramEntry parent, TurnTicket turn) {
    ParentProgram inherited = turn.parent();
    if (inherited == null || !inherited.isForked() || !beginAlike(child, parent)) {
      return List.of();
    }
    SharedStart fork =
        SharedStart.inherited(++opened * KEY_MULTIPLIER, inherited, parent.baseTokens, turn);
    Set<ProgramEntry> others = new LinkedHashSet<>();
    boolean longest = true;
    for (SharedStart earlier : parent.forks) {
      if (earlier.tokens() <= fork.tokens()) {
        join(earlier, child, others);
      }
      longest &= earlier.tokens() < fork.tokens();
    }
    if (longest && parent.forks.size() < PER_PROGRAM_MAX) {
      join(fork, child, others);
      join(fork, parent, others);
      child.forkedAt = fork;
      others.add(parent);
    }
    others.remove(child);
    return others;
  }

  private static boolean beginAlike(ProgramEntry child, ProgramEntry parent) {
    return child.starts.isEmpty()
        || parent.starts.isEmpty()
        || child.starts.get(0) == parent.starts.get(0);
  }

  private static void join(SharedStart fork, ProgramEntry program, Set<ProgramEntry> others) {
    fork.join(program, others);
    if (program.forks.isEmpty()) {
      program.forks = new ArrayList<>(1); // most programs have none
    }
    program.forks.add(fork);
  }

  /**
   * Learns the length of what a program inherited as text, from the first count of its prompt.
   *
   * @return the programs that share something of another length than before
   */
  Collection<ProgramEntry> learn(ProgramEntry program, TurnTicket turn, long promptTokens) {
    SharedStart fork = program.forkedAt;
    if (fork == null
        || turn.promptChars() == 0
        || promptTokens == 0
        || !fork.learn(turn, promptTokens)) {
      return List.of();
    }
    return List.copyOf(fork.programs());
  }

  /**
   * Forgets what a program does not begin with any more, since its history is only so long now.
   *
   * @return the other programs that share less than before
   */
  Collection<ProgramEntry> cutBack(ProgramEntry program, long tokens) {
    if (program.forks.isEmpty()) {
      return List.of();
    }
    Set<ProgramEntry> others = new LinkedHashSet<>();
    for (SharedStart fork : List.copyOf(program.forks)) {
      if (fork.tokens() > tokens) {
        program.forks.remove(fork);
        fork.leave(program, others);
        if (!fork.isShared()) {
          dissolve(fork);
        }
      }
    }
    return others;
  }

  /** The same for all of its history. */
  Collection<ProgramEntry> forget(ProgramEntry program) {
    return cutBack(program, /* tokens= */ -1);
  }

  private static void dissolve(SharedStart fork) {
    for (ProgramEntry last : List.copyOf(fork.programs())) {
      last.forks.remove(fork);
      fork.leave(last, new LinkedHashSet<>());
    }
  }

  /** Whether every fork is held by just those programs that list it, and by two at least. */
  static boolean areOf(Collection<ProgramEntry> programs) {
    return programs.stream()
        .flatMap(program -> program.forks.stream())
        .distinct()
        .allMatch(fork -> fork.isShared()
            && fork.programs().stream()
                .allMatch(holder -> programs.contains(holder) && holder.forks.contains(fork)));
  }
}
