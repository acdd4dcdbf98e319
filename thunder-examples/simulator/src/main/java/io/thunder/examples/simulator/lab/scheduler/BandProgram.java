package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What {@link DynamoBand} knows of a program. */
final class BandProgram {

  static final Comparator<BandProgram> SMALLEST_FIRST =
      Comparator.comparingLong(BandProgram::tokens);

  /** Waiting turns before new programs before idle programs, the smallest first within each. */
  static final Comparator<BandProgram> RESUME_ORDER =
      Comparator.comparingInt(BandProgram::resumeGroup).thenComparing(SMALLEST_FIRST);

  /** Set aside for each program besides what it holds. */
  private static final long BUFFER_TOKENS = 100;

  private static final double NANOS_PER_SECOND = 1e9;

  final LabProgram program;

  /** Where the program counts; null while it is paused. */
  @Nullable
  BandEngine engine;

  /** Whether the program is to be paused when its turn ends. */
  boolean marked;

  /** The turn that runs or waits; null while the tool runs. */
  @Nullable
  LabTurn turn;

  private int turns;
  private long tokens;
  private long actingSinceNanos;

  BandProgram(LabProgram program) {
    this.program = program;
  }

  void begin(LabTurn next) {
    turn = next;
    turns++;
    tokens = next.promptEstimate();
  }

  void end(long tokensNow, long nowNanos) {
    turn = null;
    tokens = tokensNow;
    actingSinceNanos = nowNanos;
  }

  boolean isActing() {
    return turn == null;
  }

  /** Returns what the program holds, streamed output included. */
  long tokens() {
    return turn == null ? tokens : tokens + turn.streamedTokens();
  }

  long need() {
    return tokens() + BUFFER_TOKENS;
  }

  /** Returns the same, but what an idle program holds counts half each second. */
  double fadedNeed(long nowNanos) {
    double idle = isActing() ? (nowNanos - actingSinceNanos) / NANOS_PER_SECOND : 0;
    return tokens() * Math.pow(2, -idle) + BUFFER_TOKENS;
  }

  private int resumeGroup() {
    if (turns <= 1) {
      return 1;
    }
    return isActing() ? 2 : 0;
  }
}
