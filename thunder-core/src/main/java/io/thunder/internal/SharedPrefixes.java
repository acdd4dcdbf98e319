package io.thunder.internal;

import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the prompts of the live programs begin with, and what of it at least two of them have in
 * common. What only one program begins with counts as its own, however long: nobody shares it.
 *
 * <p>All programs agree on how long a prefix is: so long as the first of them says. One known as text
 * only is estimated, until the first prompt that begins with it has been counted.
 *
 * <p>A program that another one started may begin with more of that one's history than either can
 * name. Such a fork is a prefix that begins where the named ones end, and lives while two share it.
 *
 * <p>Cost: O(prefixes) hash lookups when a program's first turn arrives, when its prompts begin
 * otherwise than before, and when it ends. Each time, at most one other program per prefix begins,
 * or ceases, to share. The first count of a prefix changes all programs that share it, once.
 */
final class SharedPrefixes {

  /** An odd number without a pattern: keys of forks must not meet those that callers give. */
  private static final long FORK_MULTIPLIER = 0xD1342543DE82EF95L;

  private final Map<Long, Start> starts = new HashMap<>();

  /**
   * Takes over what a turn's prompt begins with.
   *
   * @return the other programs that share more, or less, than before
   */
  Collection<ProgramEntry> declare(ProgramEntry program, TurnTicket turn) {
    if (turn.prefixes().isEmpty() || beginsWith(program, turn.prefixes())) {
      return List.of();
    }
    List<Start> before = program.starts;
    program.starts = new ArrayList<>(turn.prefixes().size());
    Set<ProgramEntry> others = new LinkedHashSet<>();
    for (PromptPrefix prefix : turn.prefixes()) {
      Start start = starts.computeIfAbsent(prefix.key(), key -> new Start(prefix, turn));
      program.starts.add(start);
      start.join(program, others);
    }
    for (Start start : before) {
      if (!program.starts.contains(start)) {
        leave(start, program, others);
      }
    }
    return others;
  }

  /**
   * Takes over that a new program begins with the history of the one that started it.
   *
   * @return the other programs that share more than before
   */
  Collection<ProgramEntry> fork(ProgramEntry child, ProgramEntry parent, TurnTicket turn) {
    ParentProgram inherited = turn.parent();
    if (inherited == null || !inherited.isForked()) {
      return List.of();
    }
    Set<ProgramEntry> others = new LinkedHashSet<>();
    long key = forkKey(parent, inherited);
    Start fork = starts.computeIfAbsent(key, none -> new Start(key, inherited, turn));
    for (Start earlier : parent.forks) {
      if (earlier != fork && earlier.tokens < fork.tokens) {
        child.forks.add(earlier);
        earlier.join(child, others);
      }
    }
    child.forks.add(fork);
    child.forkedAt = fork;
    fork.join(child, others);
    if (!parent.forks.contains(fork)) {
      parent.forks.add(fork);
      parent.forks.sort(Comparator.comparingLong(start -> start.tokens));
      fork.join(parent, others);
      others.add(parent);
    }
    others.remove(child);
    return others;
  }

  /** The same for all children that inherit the same from one parent. */
  private static long forkKey(ProgramEntry parent, ParentProgram inherited) {
    long key = parent.serial * FORK_MULTIPLIER + inherited.inheritedTokens();
    return (key * FORK_MULTIPLIER + inherited.inheritedChars()) * FORK_MULTIPLIER;
  }

  private static boolean beginsWith(ProgramEntry program, List<PromptPrefix> prefixes) {
    int size = program.starts.size();
    if (prefixes.size() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (prefixes.get(i).key() != program.starts.get(i).key) {
        return false;
      }
    }
    return true;
  }

  /**
   * Forgets a program that ended.
   *
   * @return the other programs that share less than before
   */
  Collection<ProgramEntry> forget(ProgramEntry program) {
    Set<ProgramEntry> others = new LinkedHashSet<>();
    for (Start start : program.starts) {
      leave(start, program, others);
    }
    for (Start fork : List.copyOf(program.forks)) {
      leave(fork, program, others);
    }
    program.starts = List.of();
    program.forks.clear();
    return others;
  }

  private void leave(Start start, ProgramEntry program, Set<ProgramEntry> others) {
    start.leave(program, others);
    if (start.fork && !start.isShared()) {
      start.programs.forEach(last -> last.forks.remove(start));
      starts.remove(start.key);
    } else if (start.programs.isEmpty()) {
      starts.remove(start.key);
    }
  }

  /**
   * Learns how long a program's prefixes are from the first count of a prompt.
   *
   * @return the programs that share one of another length than before
   */
  Collection<ProgramEntry> learn(ProgramEntry program, TurnTicket turn, long promptTokens) {
    if (turn.promptChars() == 0 || promptTokens == 0 || !beginsWith(program, turn.prefixes())) {
      return List.of();
    }
    Set<ProgramEntry> changed = new LinkedHashSet<>();
    for (int i = 0; i < program.starts.size(); i++) {
      learn(program.starts.get(i), turn.prefixes().get(i).chars(), turn, promptTokens, changed);
    }
    ParentProgram inherited = turn.parent();
    if (program.forkedAt != null && inherited != null) {
      learn(program.forkedAt, inherited.inheritedChars(), turn, promptTokens, changed);
    }
    return changed;
  }

  private static void learn(
      Start start, long chars, TurnTicket turn, long promptTokens, Set<ProgramEntry> changed) {
    if (!start.counted) {
      start.counted = true;
      start.tokens = turn.tokensOf(chars, promptTokens);
      boolean inFrontOfAFork = start.programs.stream().anyMatch(p -> !p.forks.isEmpty());
      if (start.isShared() || inFrontOfAFork) {
        changed.addAll(start.programs);
      }
    }
  }

  /** What a program and at least one other begin with, in order of length. */
  List<PromptPrefix> of(ProgramEntry program) {
    List<Start> all = program.starts;
    if (!program.forks.isEmpty()) {
      all = new ArrayList<>(all);
      all.addAll(program.forks);
    }
    int shared = all.size();
    while (shared > 0 && !all.get(shared - 1).isShared()) {
      shared--;
    }
    if (shared == 0) {
      return List.of();
    }
    List<PromptPrefix> prefixes = new ArrayList<>(shared);
    long tokens = 0;
    for (Start start : all.subList(0, shared)) {
      tokens = Math.max(tokens, start.tokens); // estimates may be out of order
      prefixes.add(new PromptPrefix(start.key, tokens));
    }
    return prefixes;
  }

  /** Whether this is about just these programs; recounted from scratch. */
  boolean isOf(Collection<ProgramEntry> programs) {
    Map<Long, Set<ProgramEntry>> holders = new HashMap<>();
    for (ProgramEntry program : programs) {
      for (Start start : program.starts) {
        holders.computeIfAbsent(start.key, key -> new HashSet<>()).add(program);
      }
      for (Start fork : program.forks) {
        holders.computeIfAbsent(fork.key, key -> new HashSet<>()).add(program);
      }
    }
    return holders.size() == starts.size()
        && starts.values().stream().allMatch(s -> s.programs.equals(holders.get(s.key)));
  }

  /** One prefix, while there is a program that begins with it. */
  static final class Start {

    private final long key;
    private final boolean fork;
    private long tokens;

    /** Whether the length is more than an estimate. */
    private boolean counted;

    /** Immutable while there is only one, as for most. */
    private Set<ProgramEntry> programs = Set.of();

    private Start(PromptPrefix prefix, TurnTicket turn) {
      this.key = prefix.key();
      this.fork = false;
      this.counted = prefix.tokens() > 0 || prefix.chars() == 0;
      this.tokens = counted ? prefix.tokens() : turn.tokensOf(prefix.chars(), turn.promptTokens);
    }

    private Start(long key, ParentProgram inherited, TurnTicket turn) {
      this.key = key;
      this.fork = true;
      this.counted = inherited.inheritedTokens() > 0;
      this.tokens = inherited.inheritedTokens() > 0
          ? Math.min(inherited.inheritedTokens(), turn.promptTokens)
          : turn.tokensOf(inherited.inheritedChars(), turn.promptTokens);
    }

    private boolean isShared() {
      return programs.size() > 1;
    }

    private void join(ProgramEntry program, Set<ProgramEntry> others) {
      if (programs.isEmpty()) {
        programs = Set.of(program);
      } else if (!programs.contains(program)) {
        if (programs.size() == 1) {
          others.addAll(programs);
          programs = new LinkedHashSet<>(programs);
        }
        programs.add(program);
      }
    }

    private void leave(ProgramEntry program, Set<ProgramEntry> others) {
      if (programs.size() > 1) {
        programs.remove(program);
        if (programs.size() == 1) {
          programs = Set.copyOf(programs);
          others.addAll(programs);
        }
      } else if (programs.contains(program)) {
        programs = Set.of();
      }
    }
  }
}
