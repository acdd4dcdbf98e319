package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.RequestReport;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * How many programs may be active on one engine: slow start, then additive increase and
 * multiplicative decrease.
 *
 * <p>A program is active from its first admission on, tools included. When more are active than
 * allowed, those whose turn ends next become inactive; their next turns wait, first come first
 * served, with those of new programs. The limit changes once per window, which is as many answers as
 * there are active programs: the counterpart of a round trip, after which a change can be seen. It
 * rises only when it is reached. First turns, which cannot hit, say nothing about congestion.
 *
 * <p>The constants are assumed; they serve best over the published workloads of those that were
 * tried. A steeper increase of 1 or a deeper cut, TCP's half, loses up to a third more.
 */
final class ActiveLimit {

  private static final double START = 8;
  private static final double STARTING_INCREASE = 1.2;
  private static final double STARTING_DECREASE = .5;
  private static final double INCREASE = .25;
  private static final double DECREASE = .8;
  private static final double HIT_RATE_MIN = .5;

  private final int engine;
  private final Set<LabProgram> active = new HashSet<>();
  private final ArrayDeque<LabTurn> waiting = new ArrayDeque<>();
  private double limit = START;
  private boolean starting = true;
  private int answers;
  private long promptTokens;
  private long cachedTokens;

  ActiveLimit(int engine) {
    this.engine = engine;
  }

  /** Returns how many programs are active or wait. */
  int programs() {
    return active.size() + waiting.size();
  }

  void arrived(LabTurn turn) {
    if (active.contains(turn.program())) {
      turn.runOn(engine);
      return;
    }
    waiting.addLast(turn);
    admit();
  }

  /** Counts an answer; returns whether its program has become inactive. */
  boolean finished(LabProgram program, RequestReport report) {
    if (program.turnIndex() > 1) {
      promptTokens += report.promptTokens();
      cachedTokens += report.cachedTokens();
    }
    if (++answers >= active.size()) {
      adjust();
    }
    boolean over = active.size() > limit;
    if (over) {
      active.remove(program);
    }
    admit();
    return over;
  }

  void left(LabProgram program) {
    active.remove(program);
    admit();
  }

  private void adjust() {
    if (cachedTokens < HIT_RATE_MIN * promptTokens) {
      limit = Math.max(1, limit * (starting ? STARTING_DECREASE : DECREASE));
      starting = false;
    } else if (active.size() + 1 > limit) {
      limit = starting ? limit * STARTING_INCREASE : limit + INCREASE;
    }
    answers = 0;
    promptTokens = 0;
    cachedTokens = 0;
  }

  private void admit() {
    while (!waiting.isEmpty() && active.size() + 1 <= limit) {
      LabTurn turn = waiting.removeFirst();
      active.add(turn.program());
      turn.runOn(engine);
    }
  }
}
