package io.thunder.examples.simulator.lab;

import io.thunder.examples.simulator.RequestReport;
import io.thunder.program.SpaceTimeCosts;

/** Notes what happens in a run, and makes a result of what happened in the measured window. */
final class Recorder {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_MINUTE = 60;

  private final Scenario scenario;
  private final long windowStart;
  private final Sample latencies = new Sample();
  private final Sample completions = new Sample();
  private final Sample rates = new Sample();
  private final Sample waits = new Sample();
  private final Sample firstWaits = new Sample();
  private final Sample firstPrompts = new Sample();
  private long measuredTurns;
  private long promptTokens;
  private long cachedTokens;
  private long turns;
  private long programs;
  private long migrations;
  private long lastEndNanos;

  Recorder(Scenario scenario) {
    this.scenario = scenario;
    this.windowStart = isBatch() ? 0 : scenario.warmUp().toNanos();
  }

  long programs() {
    return programs;
  }

  void sent(LabProgram program, int engine) {
    if (program.lastEngine >= 0 && program.lastEngine != engine) {
      migrations++;
    }
    program.lastEngine = engine;
  }

  void finished(LabTurn turn, RequestReport report) {
    turns++;
    if (report.finishedNanos() < windowStart) {
      return;
    }
    measuredTurns++;
    promptTokens += report.promptTokens();
    cachedTokens += report.cachedTokens();
    latencies.add((report.finishedNanos() - turn.arrivedNanos()) / NANOS_PER_SECOND);
    double wait = (report.firstScheduledNanos() - turn.arrivedNanos()) / NANOS_PER_SECOND;
    waits.add(wait);
    if (turn.program().turnIndex() == 0) {
      firstWaits.add(wait);
      firstPrompts.add(report.promptTokens());
    }
  }

  void ended(LabProgram program, long now) {
    programs++;
    lastEndNanos = now;
    if (program.plan().silent() || now < windowStart) {
      return;
    }
    double seconds = (now - program.startedNanos()) / NANOS_PER_SECOND;
    completions.add(seconds);
    rates.add(program.plan().turns().size() / Math.max(1e-9, seconds));
  }

  /** Returns when the measured window begins. */
  long windowStart() {
    return windowStart;
  }

  /** Returns when it ends in a run that ends now: with the last program, if there is one. */
  long windowEnd(long now) {
    return isBatch() ? lastEndNanos : now;
  }

  private boolean isBatch() {
    return scenario.arrivals() instanceof Arrivals.Batch;
  }

  /** Returns what the run showed up to the end of the window. */
  RunResult result(SpaceTimeCosts costs, PauseLog pauses, long end) {
    double minutes = Math.max(1, end - windowStart) / NANOS_PER_SECOND / SECONDS_PER_MINUTE;
    return new RunResult(
        measuredTurns / minutes,
        promptTokens == 0 ? 0 : (double) cachedTokens / promptTokens,
        costs,
        latencies.quantiles(),
        completions.quantiles(),
        isBatch() ? lastEndNanos / NANOS_PER_SECOND : 0,
        waits.max(),
        Sample.correlation(firstPrompts, firstWaits),
        rates.jainIndex(),
        pauses.pauses(),
        pauses.overPauses(),
        migrations,
        turns,
        programs);
  }
}
