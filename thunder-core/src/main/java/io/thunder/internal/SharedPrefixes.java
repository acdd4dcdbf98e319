package io.thunder.internal;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
  private final PrefixList prefixes = new PrefixList();

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
    Set<ProgramEntry> changed = Set.of(); // as a rule: there is nothing to learn any more
    for (int i = 0; i < program.starts.size(); i++) {
      SharedStart start = program.starts.get(i);
      if (start.learn(turn, promptTokens) && start.isShared()) {
        changed = changed.isEmpty() ? new LinkedHashSet<>() : changed;
        changed.addAll(start.programs());
      }
    }
    return changed;
  }

  /**
   * What a program and at least one other begin with, in order of length; the list that it has if
   * that is still true.
   */
  List<PromptPrefix> of(ProgramEntry program) {
    prefixes.begin(program.prefixes);
    long tokens = 0;
    for (int i = 0; i < program.starts.size(); i++) {
      SharedStart start = program.starts.get(i);
      if (start.isShared()) {
        tokens = Math.max(tokens, start.tokens()); // estimates may be out of order
        prefixes.add(start.key, tokens);
      }
    }
    List<SharedStart> forks = Forks.byLength(program);
    for (int i = 0; i < forks.size(); i++) {
      SharedStart fork = forks.get(i);
      if (fork.tokens() > tokens) { // others go by their names
        tokens = fork.tokens();
        prefixes.add(fork.key, tokens);
      }
    }
    return prefixes.toList();
  }

  /** How much of this is not about just these programs; recounted from scratch. */
  long strays(Collection<ProgramEntry> programs) {
    long strays = 0;
    long listed = 0;
    for (ProgramEntry program : programs) {
      for (SharedStart start : program.starts) {
        listed++;
        boolean known = starts.get(start.key) == start && start.programs().contains(program);
        strays += known ? 0 : 1;
      }
    }
    long held = 0;
    for (SharedStart start : starts.values()) {
      held += start.programs().size();
      strays += start.isEmpty() ? 1 : 0;
    }
    return strays + Math.abs(held - listed);
  }
}
