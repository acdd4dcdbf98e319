package io.thunder.examples.simulator.lab.scheduler;

import io.thunder.examples.simulator.Turn;
import io.thunder.examples.simulator.lab.LabProgram;
import io.thunder.examples.simulator.lab.LabTurn;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program as {@link Clairvoyant} sees it: with its whole future. */
final class ForeseenProgram {

  static final Comparator<ForeseenProgram> LEAST_WORK_FIRST = Comparator.comparingDouble(
          ForeseenProgram::remainingWork)
      .thenComparing(program -> program.program.id());

  final LabProgram program;

  /** Where its cache is kept; null if it need not be. */
  @Nullable
  ForeseenEngine engine;

  /** Where it ran last; null before its first turn. */
  @Nullable
  ForeseenEngine lastEngine;

  /** The turn that runs, waits or was answered last. */
  @Nullable
  LabTurn turn;

  boolean running;

  private final double[] workFrom;

  ForeseenProgram(LabProgram program) {
    this.program = program;
    List<Turn> turns = program.plan().turns();
    workFrom = new double[turns.size() + 1];
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn next = turns.get(i);
      double held = next.promptTokens() + next.outputTokens() / 2.0;
      workFrom[i] = workFrom[i + 1] + held * next.outputTokens();
    }
  }

  boolean hasEnded() {
    return program.turnIndex() == program.plan().turns().size();
  }

  /** Returns what the rest of the program will hold while it generates, in token-steps. */
  double remainingWork() {
    return workFrom[program.turnIndex()];
  }

  /** Returns what it holds besides shared prefixes when the turn that waits or runs has ended. */
  long tokensAfterTurn() {
    return ownTokens(program.plan().turns().get(program.turnIndex()));
  }

  /**
   * Returns how long a tool may run for its memory to be kept: as long as the share of the engine's
   * time that the memory stands for is less than what computing its reusable part again takes.
   */
  double worthKeepingSeconds(long capacity, double tokensPerSecond) {
    List<Turn> turns = program.plan().turns();
    int next = program.turnIndex();
    double reusable = turns.get(next).keptTokens() - program.plan().sharedTokens();
    return Math.max(0, reusable) / tokensPerSecond * capacity / ownTokens(turns.get(next - 1));
  }

  private long ownTokens(Turn planned) {
    long all = (long) planned.promptTokens() + planned.outputTokens();
    return Math.max(1, all - program.plan().sharedTokens());
  }
}
