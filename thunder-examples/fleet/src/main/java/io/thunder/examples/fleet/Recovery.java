package io.thunder.examples.fleet;

import io.thunder.examples.fleet.AttemptLog.Attempt;
import io.thunder.examples.fleet.AttemptLog.TurnRecord;
import java.util.ArrayList;
import java.util.List;

/** How turns got from a dead engine to others. */
final class Recovery {

  private static final double NANOS_PER_MILLI = 1e6;

  private final FailoverOutcome outcome;
  private final List<Double> noticedMillis = new ArrayList<>();
  private final List<Double> replacedMillis = new ArrayList<>();

  Recovery(FailoverOutcome outcome) {
    this.outcome = outcome;
    outcome.log().programs().forEach(this::addFirstAfterKill);
    noticedMillis.sort(null);
    replacedMillis.sort(null);
  }

  /** From the kill until turns in flight there were seen to fail, ascending. */
  List<Double> noticedMillis() {
    return noticedMillis;
  }

  /**
   * From when a turn was seen to fail, or was asked for if none of its program was in flight, until
   * it was sent to the engine that answered it; ascending.
   */
  List<Double> replacedMillis() {
    return replacedMillis;
  }

  /** Adds the first turn of a program on the dead engine that ended, or began, after the kill. */
  private void addFirstAfterKill(List<TurnRecord> turns) {
    boolean there = false;
    for (TurnRecord turn : turns) {
      if (turn.attempts.isEmpty()) {
        continue;
      }
      Attempt first = turn.attempts.get(0);
      boolean failedThere = isVictim(first) && first.failed;
      boolean movedAway = there && !isVictim(first) && turn.askedNanos >= outcome.killedNanos();
      if (failedThere || movedAway) {
        if (first.sentNanos < outcome.killedNanos()) {
          noticedMillis.add((first.endedNanos - outcome.killedNanos()) / NANOS_PER_MILLI);
        }
        long from = failedThere ? first.endedNanos : turn.askedNanos;
        replacedMillis.add((turn.last().sentNanos - from) / NANOS_PER_MILLI);
        return;
      }
      there = isVictim(turn.last());
    }
  }

  private boolean isVictim(Attempt attempt) {
    return attempt.backend.value().equals(outcome.victim());
  }
}
