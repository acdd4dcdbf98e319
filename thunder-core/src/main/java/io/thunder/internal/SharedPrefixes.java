package io.thunder.internal;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.Collection;
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
 * <p>{@link Forks} are prefixes that nobody names; they come on top of these.
 *
 * <p>Cost: O(prefixes) hash lookups when a program's first turn arrives, when its prompts begin
 * otherwise than before, and when it ends. Each time, at most one other program per prefix begins,
 * or ceases, to share. The first count of a prefix changes all programs that share it, once.
 */
final class SharedPrefixes {

  private final Map<Long, SharedStart> starts = new HashMap<>();

  /**
   * Takes over what a turn's prompt begins with.
   *
   * @return the other programs that share more, or less, than before
   */
  Collection<ProgramEntry> declare(ProgramEntry program, TurnTicket turn) {
    if (turn.prefixes().isEmpty() || beginsWith(program, turn.prefixes())) {
      return List.of();
    }
    List<SharedStart> before = program.starts;
    program.starts = new ArrayList<>(turn.prefixes().size());
    Set<ProgramEntry> others = new LinkedHashSet<>();
    for (PromptPrefix prefix : turn.prefixes()) {
      SharedStart start =
          starts.computeIfAbsent(prefix.key(), key -> SharedStart.named(prefix, turn));
      program.starts.add(start);
      start.join(program, others);
    }
    for (SharedStart start : before) {
      if (!program.starts.contains(start)) {
        leave(start, program, others);
      }
    }
    return others;
  }

  /** Whether a turn's prompt begins otherwise than its program's prompts before. */
  static boolean beginsOtherwise(ProgramEntry program, TurnTicket turn) {
    int named = Math.min(program.starts.size(), turn.prefixes().size());
    for (int i = 0; i < named; i++) {
      if (turn.prefixes().get(i).key() != program.starts.get(i).key) {
        return true;
      }
    }
    return false;
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
    for (SharedStart start : program.starts) {
      leave(start, program, others);
    }
    program.starts = List.of();
    return others;
  }

  private void leave(SharedStart start, ProgramEntry program, Set<ProgramEntry> others) {
    start.leave(program, others);
    if (start.isEmpty()) {
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
      SharedStart start = program.starts.get(i);
      if (start.learn(turn, promptTokens) && start.isShared()) {
        changed.addAll(start.programs());
      }
    }
    return changed;
  }

  /** What a program and at least one other begin with, in order of length. */
  static List<PromptPrefix> of(ProgramEntry program) {
    List<PromptPrefix> prefixes = new ArrayList<>(program.starts.size() + program.forks.size());
    long tokens = 0;
    for (SharedStart start : program.starts) {
      if (start.isShared()) {
        tokens = Math.max(tokens, start.tokens()); // estimates may be out of order
        prefixes.add(new PromptPrefix(start.key, tokens));
      }
    }
    for (SharedStart fork : Forks.byLength(program)) {
      if (fork.tokens() > tokens) { // others go by their names
        tokens = fork.tokens();
        prefixes.add(new PromptPrefix(fork.key, tokens));
      }
    }
    return prefixes.isEmpty() ? List.of() : prefixes;
  }

  /** Whether this is about just these programs; recounted from scratch. */
  boolean isOf(Collection<ProgramEntry> programs) {
    Map<Long, Set<ProgramEntry>> holders = new HashMap<>();
    for (ProgramEntry program : programs) {
      for (SharedStart start : program.starts) {
        holders.computeIfAbsent(start.key, key -> new HashSet<>()).add(program);
      }
    }
    return holders.size() == starts.size()
        && starts.values().stream()
            .allMatch(s -> Set.copyOf(s.programs()).equals(holders.get(s.key)));
  }
}
