package io.thunder.internal;

import io.thunder.scheduling.SchedulingPolicy;
import java.util.Collection;

/** Keeps what programs have in common in step with their turns, and books those anew that it changes. */
final class Sharing {

  private final SchedulingPolicy policy;
  private final Bookkeeping books;
  private final Queueing queueing;
  private final SharedPrefixes sharedPrefixes;
  private final Forks forks = new Forks();

  Sharing(
      SchedulingPolicy policy,
      Bookkeeping books,
      Queueing queueing,
      SharedPrefixes sharedPrefixes) {
    this.policy = policy;
    this.books = books;
    this.queueing = queueing;
    this.sharedPrefixes = sharedPrefixes;
  }

  /** Takes over what a new program has from the one that started it. */
  void adopt(ProgramEntry child, ProgramEntry parent, TurnTicket turn, long now) {
    if (policy.countsPrefixesOnce()) {
      rebook(sharedPrefixes.declare(child, turn), now);
      rebook(forks.open(child, parent, turn), now);
      child.lastBackend = child.forks.isEmpty() ? null : parent.cachedOn();
    }
  }

  /** Takes over what a turn's prompt begins with. Not while its program is in the pool. */
  void declare(ProgramEntry program, TurnTicket turn, long now) {
    if (policy.countsPrefixesOnce()) {
      if (program.hasNoTurnBut(turn)) {
        boolean rewritten = SharedPrefixes.beginsOtherwise(program, turn);
        rebook(rewritten ? forks.forget(program) : forks.cutBack(program, turn.promptTokens), now);
      }
      rebook(sharedPrefixes.declare(program, turn), now);
      program.prefixes = sharedPrefixes.of(program);
    }
  }

  /** Learns from an engine's count how long the start of a prompt is. */
  void counted(ProgramEntry program, TurnTicket turn, long promptTokens, long now) {
    if (policy.countsPrefixesOnce()) {
      rebook(sharedPrefixes.learn(program, turn, promptTokens), now);
      rebook(forks.learn(program, turn, promptTokens), now);
    }
  }

  /** Forgets what a program inherited that holds nothing. Not while it is in the pool. */
  void forgetHistory(ProgramEntry program, long now) {
    rebook(forks.forget(program), now);
    program.prefixes = sharedPrefixes.of(program);
  }

  /** Forgets a program that ended. */
  void forget(ProgramEntry program, long now) {
    rebook(sharedPrefixes.forget(program), now);
    rebook(forks.forget(program), now);
  }

  /** Books programs anew that share more, less, or something of another length than before. */
  private void rebook(Collection<ProgramEntry> changed, long now) {
    if (changed.isEmpty()) {
      return; // most of the time, and without an iterator
    }
    for (ProgramEntry program : changed) {
      BackendEntry backend = program.backend;
      if (backend != null) {
        books.lift(program, backend, now);
        program.prefixes = sharedPrefixes.of(program);
        books.put(program, backend, now);
      } else {
        boolean waited = queueing.remove(program);
        program.prefixes = sharedPrefixes.of(program);
        if (waited) {
          queueing.add(program, now);
        }
      }
    }
  }
}
