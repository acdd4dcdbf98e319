package io.thunder.internal;

import io.thunder.backend.TokenCounts;
import io.thunder.program.ParentProgram;
import io.thunder.program.PromptPrefix;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The start of prompts, while there is a program that begins with it. */
final class SharedStart {

  final long key;

  /** Its length as text, 0 if that does not matter. */
  private final long chars;

  private final long tokensMax;
  private long tokens;

  /** Whether the length is more than an estimate. */
  private boolean counted;

  /** Immutable while there is only one, as for most. */
  private Set<ProgramEntry> programs = Set.of();

  private SharedStart(long key, long tokens, long chars, long tokensMax, TurnTicket turn) {
    this.key = key;
    this.chars = chars;
    this.tokensMax = tokensMax;
    this.counted = tokens > 0 || chars == 0;
    this.tokens = Math.min(tokensMax, counted ? tokens : turn.tokensOf(chars, turn.promptTokens));
  }

  /** A start that callers name. */
  static SharedStart named(PromptPrefix prefix, TurnTicket turn) {
    return new SharedStart(
        prefix.key(), prefix.tokens(), prefix.chars(), /* tokensMax= */ TokenCounts.MAX, turn);
  }

  /** The start of a parent's history, no longer than what there is of it. */
  static SharedStart inherited(
      long key, ParentProgram parent, long historyTokens, TurnTicket turn) {
    return new SharedStart(
        key,
        Math.min(parent.inheritedTokens(), turn.promptTokens),
        parent.inheritedChars(),
        historyTokens > 0 ? historyTokens : TokenCounts.MAX,
        turn);
  }

  long tokens() {
    return tokens;
  }

  /** Learns from the first count of a prompt that begins with it; returns whether it did. */
  boolean learn(TurnTicket turn, long promptTokens) {
    if (counted) {
      return false;
    }
    counted = true;
    tokens = Math.min(tokensMax, turn.tokensOf(chars, promptTokens));
    return true;
  }

  Collection<ProgramEntry> programs() {
    return programs;
  }

  boolean isShared() {
    return programs.size() > 1;
  }

  boolean isEmpty() {
    return programs.isEmpty();
  }

  /** Adds a program; {@code others} hears of those that begin to share. */
  void join(ProgramEntry program, Set<ProgramEntry> others) {
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

  /** Removes a program; {@code others} hears of the last one, which does not share any more. */
  void leave(ProgramEntry program, Set<ProgramEntry> others) {
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
