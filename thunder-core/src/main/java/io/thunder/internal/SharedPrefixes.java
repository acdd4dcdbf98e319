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
 * <p>Cost: O(prefixes) hash lookups when a program's first turn arrives, when its prompts begin
 * otherwise than before, and when it ends. Each time, at most one other program per prefix begins,
 * or ceases, to share. The first count of a prefix changes all programs that share it, once.
 */
final class SharedPrefixes {

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
    program.starts = List.of();
    return others;
  }

  private void leave(Start start, ProgramEntry program, Set<ProgramEntry> others) {
    start.leave(program, others);
    if (start.programs.isEmpty()) {
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
      Start start = program.starts.get(i);
      if (!start.counted) {
        start.counted = true;
        start.tokens = turn.tokensOf(turn.prefixes().get(i).chars(), promptTokens);
        if (start.isShared()) {
          changed.addAll(start.programs);
        }
      }
    }
    return changed;
  }

  /** What a program and at least one other begin with, in order of length. */
  List<PromptPrefix> of(ProgramEntry program) {
    int shared = program.starts.size();
    while (shared > 0 && !program.starts.get(shared - 1).isShared()) {
      shared--;
    }
    if (shared == 0) {
      return List.of();
    }
    List<PromptPrefix> prefixes = new ArrayList<>(shared);
    long tokens = 0;
    for (Start start : program.starts.subList(0, shared)) {
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
    }
    return holders.size() == starts.size()
        && starts.values().stream().allMatch(s -> s.programs.equals(holders.get(s.key)));
  }

  /** One prefix, while there is a program that begins with it. */
  static final class Start {

    private final long key;
    private long tokens;

    /** Whether the length is more than an estimate. */
    private boolean counted;

    /** Immutable while there is only one, as for most. */
    private Set<ProgramEntry> programs = Set.of();

    private Start(PromptPrefix prefix, TurnTicket turn) {
      this.key = prefix.key();
      this.counted = prefix.tokens() > 0 || prefix.chars() == 0;
      this.tokens = counted ? prefix.tokens() : turn.tokensOf(prefix.chars(), turn.promptTokens);
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
